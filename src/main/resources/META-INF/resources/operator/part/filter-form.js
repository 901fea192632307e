import { link } from "../base/address.js";
import { h } from "../base/dom.js";
import { CHOICES, FLAGS, TEXTS, TIMES } from "../base/filter.js";

/** Filters that operators need often. */
const SHORTCUTS = {
  All: {},
  Waits: { phase: "queued" },
  "In doubt": { phase: "in_doubt" },
  Running: { phase: "running" },
  Failed: { status: "FAILED" },
  "Indexed twice": { doubled: "true" },
  "Callback not delivered": { undelivered: "true" },
};

/**
 * The form of a filter. What it says goes into the address of the page, so that it can be sent to somebody.
 *
 * @param apply gets the filter as URLSearchParams
 */
export function filterForm(filter, apply) {
  return h(
    "section",
    { "aria-label": "Filter" },
    h(
      "p",
      { class: "shortcuts" },
      Object.entries(SHORTCUTS).map(([name, fields]) => shortcut(name, fields, filter)),
    ),
    h(
      "details",
      { class: "filter", open: filter.size > 0 },
      h("summary", {}, "Filter"),
      h(
        "form",
        { onsubmit: (event) => submit(event, apply) },
        Object.entries(CHOICES).map(([name, words]) =>
          choice(name, words, filter.get(name)?.split(",") ?? []),
        ),
        Object.entries(TEXTS).map(([name, label]) => text(name, label, filter.get(name))),
        Object.entries(TIMES).map(([name, label]) =>
          text(name, label, filter.get(name), "2026-11-29T08:00:00Z"),
        ),
        h(
          "fieldset",
          {},
          h("legend", {}, "Only"),
          Object.entries(FLAGS).map(([name, label]) => box(name, "true", label, filter.has(name))),
        ),
        h("p", { class: "buttons" }, h("button", { class: "main" }, "Show")),
      ),
    ),
  );
}

function shortcut(name, fields, filter) {
  const isCurrent = String(new URLSearchParams(fields)) === String(filter);
  return h(
    "a",
    { href: link({ view: "tasks", ...fields }), "aria-current": isCurrent ? "true" : null },
    name,
  );
}

function choice(name, words, chosen) {
  return h(
    "fieldset",
    {},
    h("legend", {}, name[0].toUpperCase() + name.slice(1)),
    words.map((word) => box(name, word, word.replace("_", " "), chosen.includes(word))),
  );
}

function box(name, value, label, checked) {
  return h("label", { class: "box" }, h("input", { type: "checkbox", name, value, checked }), label);
}

function text(name, label, value, example) {
  return h(
    "label",
    {},
    label,
    h("input", { name, value, placeholder: example, autocomplete: "off", spellcheck: "false" }),
  );
}

function submit(event, apply) {
  event.preventDefault();
  const filter = new URLSearchParams();
  for (const [name, value] of new FormData(event.target)) {
    const values = (name === "client" ? value.split(",") : [value]).map((word) => word.trim());
    const words = [...(filter.get(name)?.split(",") ?? []), ...values].filter(Boolean);
    if (words.length > 0) {
      filter.set(name, words.join(","));
    }
  }
  apply(filter);
}
