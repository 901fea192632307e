/** Makes elements. Text is always text, never markup: what clients send cannot become a part of the page. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes, and with handlers such as onclick. A child that is null or false is left out, and so is an
 * attribute.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same of a drawing. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) {
      element[name] = value;
    } else if (isThere(value)) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...children.flat(Infinity).filter(isThere).map(node));
  return element;
}

function isThere(value) {
  return value !== null && value !== undefined && value !== false;
}

function node(child) {
  return child instanceof Node ? child : String(child);
}

/** Says something to who cannot see the page. */
export function announce(text) {
  document.getElementById("announcer").textContent = text;
}
