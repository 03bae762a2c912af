/**
 * The only way in which this page makes elements. Text always becomes a text node, attributes are set one by one and
 * addresses are checked, so that no data can become markup or script.
 */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {string | number | Node | null | undefined | false} Child */
/** @typedef {Record<string, unknown>} Attributes */

/**
 * Make an element: h("p", {class: "lede"}, "text"), h("svg:path", {d}). `on` holds listeners, `css` style properties.
 * @param {string} tag
 * @param {Attributes | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, attributes, ...children) {
  const element = /** @type {HTMLElement} */ (
    tag.startsWith("svg:") ? document.createElementNS(SVG, tag.slice(4)) : document.createElement(tag)
  );
  for (const [name, value] of Object.entries(attributes || {})) setAttribute(element, name, value);
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/** @param {HTMLElement} element @param {string} name @param {unknown} value */
function setAttribute(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on") {
    for (const [event, listener] of Object.entries(/** @type {Record<string, EventListener>} */ (value))) {
      element.addEventListener(event, listener);
    }
  } else if (name === "css") {
    for (const [property, text] of Object.entries(/** @type {Record<string, string>} */ (value))) {
      element.style.setProperty(property, text);
    }
  } else if (name === "href") {
    if (/^(https?:\/\/|#)/i.test(String(value))) element.setAttribute("href", String(value));
  } else if (!name.startsWith("on")) {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

/**
 * The one element that a selector finds; the template has it, or the page is broken.
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement}
 */
export function one(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`no element ${selector}`);
  return /** @type {HTMLElement} */ (found);
}

/**
 * @param {string} selector
 * @param {ParentNode} [root]
 * @returns {HTMLElement[]}
 */
export function all(selector, root = document) {
  return /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
}

/** @param {string} text announced by screen readers */
export function say(text) {
  one("#live").textContent = text;
}

/** @type {number | undefined} */
let toastTimer;

/** @param {string} text shown for a moment at the bottom */
export function toast(text) {
  const element = one("#toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = window.setTimeout(() => (element.hidden = true), 2600);
}

/** @param {string} text @param {string} done what to say when it is in the clipboard */
export async function copy(text, done) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = /** @type {HTMLTextAreaElement} */ (h("textarea", { class: "sr" }, text));
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  toast(done);
}

/** @param {number} count @param {string} word @param {string} [plural] */
export function counted(count, word, plural) {
  return `${count} ${count === 1 ? word : plural || word + "s"}`;
}

export const small = matchMedia("(max-width: 820px)");
export const calm = matchMedia("(prefers-reduced-motion: reduce)");
