// What tells this browser from others: made once, kept here, and sent only with invitations and codes.

import { nonce } from "./chance.js";

const SHELF = "aftertouch.browser";

/** Return this browser's secret; where nothing can be kept, a new one every time. */
export function browser() {
  try {
    const known = localStorage.getItem(SHELF);
    if (known) return known;
    const fresh = nonce();
    localStorage.setItem(SHELF, fresh);
    return fresh;
  } catch {
    return nonce();
  }
}
