/** Elements with this attribute change their children themselves. */
const OWN = "data-own";
const HANDLERS = ["onclick", "onsubmit", "onchange", "oninput"];

/**
 * Makes an element like another one, in place: what has the focus keeps it, and what is selected stays selected. Children with
 * the same data-key are the same ones, wherever they stand.
 */
export function morph(old, fresh) {
  attributes(old, fresh);
  for (const name of HANDLERS) {
    old[name] = fresh[name];
  }
  if (!old.hasAttribute(OWN)) {
    children(old, fresh);
  }
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isOfReader(old, name)) {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isOfReader(old, name)) {
      old.setAttribute(name, value);
    }
  }
}

/** Whether somebody opened it stays as it is. */
function isOfReader(element, name) {
  return element.nodeName === "DETAILS" && name === "open";
}

function children(old, fresh) {
  const kept = new Set([...fresh.childNodes].map(key).filter(Boolean));
  const byKey = new Map();
  for (const child of [...old.childNodes]) {
    if (key(child) && !kept.has(key(child))) {
      child.remove();
    } else if (key(child)) {
      byKey.set(key(child), child);
    }
  }
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const match = key(wanted) ? byKey.get(key(wanted)) : at;
    if (!match || !isSame(match, wanted)) {
      old.insertBefore(wanted, at);
    } else {
      if (match === at) {
        at = at.nextSibling;
      } else {
        old.insertBefore(match, at);
      }
      update(match, wanted);
    }
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function isSame(one, other) {
  return one.nodeName === other.nodeName && key(one) === key(other);
}

function key(node) {
  return node.dataset?.key;
}

function update(node, wanted) {
  if (node.nodeType === Node.ELEMENT_NODE) {
    morph(node, wanted);
  } else if (node.data !== wanted.data) {
    node.data = wanted.data;
  }
}
