import { a, address } from "../base/address.js";
import { get, remove } from "../base/api.js";
import { h } from "../base/dom.js";
import { jsonInWords } from "../base/filter.js";
import { count, moment, number, shortId } from "../base/format.js";
import { mayAct } from "../base/session.js";
import { askReason } from "../part/reason.js";
import { facts, table } from "../part/table.js";
import { View } from "../part/view.js";

const COLUMNS = [
  [
    "Bulk action",
    (bulk) =>
      a({ view: "bulk-actions", id: bulk.bulk_action_id }, `${bulk.action} ${shortId(bulk.bulk_action_id)}`),
  ],
  ["State", (bulk) => bulk.state],
  ["Tasks", (bulk) => `${number(settled(bulk))} of ${number(bulk.matched)}`],
  ["Filter", (bulk) => jsonInWords(bulk.filter)],
  ["Operator", (bulk) => bulk.operator],
  ["Reason", (bulk) => bulk.reason],
  ["Started", (bulk) => moment(bulk.started_at)],
];

const LEFT_OUT = [
  ["Outcome", (why) => why.outcome],
  ["Reason", (why) => why.reason],
  ["Tasks", (why) => number(why.tasks)],
  ["Such as", (why) => (why.task_id ? a({ view: "task", id: why.task_id }, shortId(why.task_id)) : null)],
];

/** The newest bulk actions, and how one of them stands. */
class BulkActions extends View {
  static pace = 2;

  #id = address().get("id");

  title() {
    return this.#id ? "Bulk action" : "Bulk actions";
  }

  load() {
    return this.#id
      ? get(`bulk-actions/${encodeURIComponent(this.#id)}`)
      : get("bulk-actions", { page_size: 50 });
  }

  render(read) {
    return this.#id ? this.#one(read) : list(read.results);
  }

  #one(bulk) {
    const title = `${bulk.action} of ${count(bulk.matched, "task")}`;
    return [
      h("p", {}, a({ view: "bulk-actions" }, "All bulk actions")),
      h("p", { role: "status" }, `${title}: ${bulk.state}, ${number(settled(bulk))} settled.`),
      h("progress", {
        max: Math.max(1, bulk.matched),
        value: settled(bulk),
        "aria-label": "Tasks that are settled",
      }),
      facts([
        ["Done", number(bulk.done)],
        ["Left as they are", number(bulk.skipped)],
        ["Failed", number(bulk.failed)],
        ["In hand", number(bulk.in_hand)],
        ["Waits for", bulk.waits_for],
        ["Filter", jsonInWords(bulk.filter)],
        ["Operator", bulk.operator],
        ["Reason", bulk.reason],
        ["Stopped by", bulk.stopped_by],
        ["Started", moment(bulk.started_at)],
        ["Ended", moment(bulk.ended_at)],
      ]),
      mayAct() && !bulk.ended_at
        ? h(
            "p",
            { class: "buttons" },
            h("button", { type: "button", onclick: () => this.act(() => this.#stop(title)) }, "Stop…"),
          )
        : null,
      bulk.reasons.length > 0
        ? table("Why tasks were not changed", LEFT_OUT, bulk.reasons, (why) => `${why.outcome} ${why.reason}`)
        : null,
    ];
  }

  #stop(title) {
    const detail = "It ends after the tasks in hand. What is done stays done.";
    return askReason({ title: `Stop ${title}`, detail, button: "Stop it" }, (reason) =>
      remove(`bulk-actions/${this.#id}`, { reason }),
    );
  }
}

function list(actions) {
  return actions.length === 0
    ? h("p", {}, "There was none. Begin one in Tasks, with a filter.")
    : table("The newest bulk actions", COLUMNS, actions, (bulk) => bulk.bulk_action_id);
}

function settled({ done, skipped, failed }) {
  return done + skipped + failed;
}

customElements.define("anteroom-bulk-actions", BulkActions);
