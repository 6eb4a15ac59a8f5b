// The address of this chat stands behind the # of the page's own address, which browsers send to nobody.

/** Return the address of this chat; null without one. */
export function address() {
  const token = location.hash.slice(1);
  return /^[A-Za-z0-9_-]{20,100}$/.test(token) ? token : null;
}

/**
 * Return a name for `token` to store things under: it does not lead back (FNV-1a, 32 bits).
 * @param {string} token
 */
export function shadow(token) {
  let hash = 0x811c9dc5;
  for (const letter of token) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}
