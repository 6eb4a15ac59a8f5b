// Chance from the browser itself; crypto.randomUUID would need HTTPS, which a test in the house may lack.

/**
 * Return `count` random bytes.
 * @param {number} count
 */
function bytes(count) {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Return a random UUID (version 4). */
export function uuid() {
  const raw = bytes(16);
  raw[6] = (raw[6] & 0x0f) | 0x40;
  raw[8] = (raw[8] & 0x3f) | 0x80;
  const hex = Array.from(raw, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** Return 192 random bits, fit for a header. */
export function nonce() {
  return btoa(String.fromCharCode(...bytes(24))).replaceAll("+", "-").replaceAll("/", "_");
}

/**
 * Return a length of time that grows with every try and differs between browsers, so that they do not
 * all come back at once.
 * @param {number} tries
 * @param {{first: number, most: number}} bounds in milliseconds
 */
export function backoff(tries, { first, most }) {
  const whole = Math.min(most, first * 2 ** tries);
  return whole / 2 + (Math.random() * whole) / 2;
}
