import { a, address, link } from "../base/address.js";
import { get } from "../base/api.js";
import { h } from "../base/dom.js";
import { date, number, shortId } from "../base/format.js";
import { table } from "../part/table.js";
import { View } from "../part/view.js";

const COLUMNS = [
  ["When", (entry) => date(entry.at)],
  ["Operator", (entry) => entry.operator],
  ["Act", (entry) => entry.action],
  ["On", (entry) => on(entry)],
  ["Reason", (entry) => entry.reason],
  ["Outcome", (entry) => outcome(entry)],
];

/** Who did what, when and why. */
class Audit extends View {
  static pace = 10;

  #after = address().get("after");

  title() {
    return "Audit log";
  }

  load() {
    return get("audit", { page_size: 50, ...(this.#after ? { after: this.#after } : {}) });
  }

  render({ results, next_cursor: next }) {
    return [
      results.length === 0
        ? h("p", {}, "No operator has changed anything.")
        : table("Acts of operators, newest first", COLUMNS, results, (entry) => entry.id),
      h(
        "nav",
        { "aria-label": "Pages", class: "pages" },
        this.#after ? h("a", { href: link({ view: "audit" }) }, "Newest") : null,
        next ? h("a", { href: link({ view: "audit", after: next }) }, "Older") : null,
      ),
    ];
  }
}

function on(entry) {
  return [
    entry.account && entry.action.startsWith("account.") ? `account ${entry.account}` : null,
    entry.task_id ? a({ view: "task", id: entry.task_id }, `task ${shortId(entry.task_id)}`) : null,
    entry.batch_id ? `batch ${shortId(entry.batch_id)}` : null,
    entry.bulk_action_id
      ? a({ view: "bulk-actions", id: entry.bulk_action_id }, `bulk action ${shortId(entry.bulk_action_id)}`)
      : null,
    entry.client ? ` of ${entry.client}` : null,
  ];
}

function outcome({ outcome: word, bulk, new_task_id: made }) {
  return [
    word,
    bulk ? `: ${bulk.action}, ${number(bulk.done)} of ${number(bulk.matched)} done` : null,
    made ? [": ", a({ view: "task", id: made }, `task ${shortId(made)}`)] : null,
  ];
}

customElements.define("anteroom-audit", Audit);
