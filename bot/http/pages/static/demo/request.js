// The same by API: a request that really works, for the customer one plays.

import { byId } from "../common/dom.js";

/** @typedef {import("./customers.js").Customer} Customer */

const SHOWN_MS = 1800;

/**
 * Write the request that lets `customer` reach `touchpoint`; an empty one leaves the touchpoint as it is.
 * @param {Customer} customer
 * @param {string} touchpoint
 */
export async function offerRequest({ name, address }, touchpoint) {
  const place = byId("curl");
  place.dataset.touchpoint = touchpoint || place.dataset.touchpoint || document.querySelector("button[data-touchpoint]")?.getAttribute("data-touchpoint") || "";
  const response = await fetch("/demo/api", { headers: { Authorization: `Bearer ${address}` } }).catch(() => null);
  if (!response?.ok) return;
  const { key, customer } = await response.json();
  place.textContent = [
    `curl -X POST ${location.origin}/v1/interactions \\`,
    `  -H 'Authorization: Bearer ${key}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"source": "terminal", "source_id": "order-'$RANDOM'", "touchpoint": "${place.dataset.touchpoint}",`,
    `       "customer": {"id": "${customer}", "name": "${name}",`,
    `         "addresses": [{"channel": "web", "address": "${address}"}]}}'`,
  ].join("\n");
}

/** Let the request be copied by a tap. */
export function offerCopy() {
  const button = byId("copy");
  if (!navigator.clipboard) {
    button.hidden = true;
    return;
  }
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(byId("curl").textContent ?? "");
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, SHOWN_MS);
  });
}
