// Elements are made, never parsed: what people wrote stays text.

/** @typedef {Record<string, string|number|boolean|null|undefined|EventListener>} Properties */

/**
 * Make an element: `on...` properties listen, false and null ones are left out, true ones stand alone.
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...(Node|string|null|undefined)} children
 * @returns {HTMLElement}
 */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, properties, children);
  return element;
}

/**
 * Make an SVG element.
 * @param {string} tag
 * @param {Properties} [properties]
 * @param {...(Node|string|null|undefined)} children
 * @returns {SVGElement}
 */
export function s(tag, properties = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, properties, children);
  return element;
}

/**
 * @param {Element} element
 * @param {Properties} properties
 * @param {(Node|string|null|undefined)[]} children
 */
function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children) if (child !== null && child !== undefined) element.append(child);
}

/**
 * Return the element of this page with an id; its absence is a defect of the page.
 * @param {string} id
 * @returns {HTMLElement}
 */
export function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
