import { address, go } from "../base/address.js";
import { get, post, remove } from "../base/api.js";
import { h } from "../base/dom.js";
import { moment } from "../base/format.js";
import { mayAct } from "../base/session.js";
import { deliveries } from "../part/deliveries.js";
import { askReason } from "../part/reason.js";
import { table } from "../part/table.js";
import { taskFacts } from "../part/task-facts.js";
import "../part/timeline.js";
import { View } from "../part/view.js";
import { reason, remedy, untilWhen } from "../part/waits.js";

/** One task: why it waits, its timeline, its callback, and what can be done with it. */
class Task extends View {
  static pace = 3;

  #path = `tasks/${encodeURIComponent(address().get("id") ?? "none")}`;

  title() {
    return "Task";
  }

  async load() {
    const [task, sent] = await Promise.all([get(this.#path), get(`${this.#path}/deliveries`)]);
    return { task, sent };
  }

  render({ task, sent }) {
    return [
      h("p", { class: "id" }, task.task_id),
      this.#buttons(task, sent),
      task.waits ? waiting(task.waits) : null,
      taskFacts(task),
      task.duplicate_assets ? duplicates(task.duplicate_assets) : null,
      h("h2", {}, "Timeline"),
      task.trace_id ? h("p", {}, "Trace id ", h("code", {}, task.trace_id)) : null,
      h("anteroom-timeline", { "data-own": true }),
      h("h2", {}, "Callback"),
      deliveries(sent),
    ];
  }

  shown({ task }) {
    this.querySelector("anteroom-timeline").follow(task);
  }

  #buttons(task, sent) {
    if (!mayAct()) {
      return null;
    }
    const hasEnded = task.phase === "ended";
    const button = (verb, step) =>
      h("button", { type: "button", onclick: () => this.act(() => ask(verb, task, step)) }, `${verb}…`);
    return h(
      "p",
      { class: "buttons" },
      hasEnded ? null : button("Cancel", (query) => remove(this.#path, query)),
      hasEnded && task.status !== "DONE"
        ? button("Retry", (query) => post(`${this.#path}/retry`, { query }))
        : null,
      sent.webhook_id ? button("Redeliver", (query) => post(`${this.#path}/redeliver`, { query })) : null,
    );
  }
}

function waiting(waits) {
  return h(
    "div",
    { class: "waits" },
    h("p", {}, h("strong", {}, `Waits for ${reason(waits)}`), ` (${waits.class})`),
    h("p", {}, untilWhen(waits) ?? "Nobody knows until when."),
    h("p", {}, `What you can do: ${remedy(waits)}`),
  );
}

function duplicates(assets) {
  return table(
    "Assets that a second submit made",
    [
      ["Asset", (found) => found.asset_id],
      ["Found", (found) => moment(found.found_at)],
      ["Removed", (found) => moment(found.removed_at) ?? "not yet"],
    ],
    assets,
    (found) => found.asset_id,
  );
}

async function ask(verb, task, step) {
  const title = `${verb} this task`;
  const made = await askReason({ title, detail: `Of client ${task.client}.`, button: title }, (words) =>
    step({ reason: words }),
  );
  if (verb === "Retry" && made) {
    go({ view: "task", id: made.task_id });
  }
}

customElements.define("anteroom-task", Task);
