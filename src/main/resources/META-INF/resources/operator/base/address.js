import { h } from "./dom.js";

/** Sent on the window when the address says something else. */
export const CHANGED = "address-changed";

/** What the address says. */
export function address() {
  return new URLSearchParams(location.search);
}

/** What the address said last: going to a fragment changes nothing. */
let seen = location.search;

/** Goes to another address of this page. */
export function go(query) {
  history.pushState(null, "", link(query));
  changed();
}

function changed() {
  seen = location.search;
  window.dispatchEvent(new Event(CHANGED));
}

/** A relative address of this page. */
export function link(query) {
  return `?${new URLSearchParams(query)}`;
}

/** A link to another address of this page. */
export function a(query, ...children) {
  return h("a", { href: link(query) }, ...children);
}

/** From now on links to this page and the browser's buttons change the address without a reload. */
export function followLinks() {
  document.addEventListener("click", (event) => {
    const target = event.target.closest?.('a[href^="?"]');
    const plain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (target && plain) {
      event.preventDefault();
      go(target.getAttribute("href"));
    }
  });
  window.addEventListener("popstate", () => location.search !== seen && changed());
}
