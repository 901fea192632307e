import { a, address, go, link } from "../base/address.js";
import { get } from "../base/api.js";
import { announce, h } from "../base/dom.js";
import { filterOf, inWords } from "../base/filter.js";
import { count, moment, number, shortId } from "../base/format.js";
import { bulkBar } from "../part/bulk-bar.js";
import { filterForm } from "../part/filter-form.js";
import { table } from "../part/table.js";
import { View } from "../part/view.js";
import { reason, untilWhen } from "../part/waits.js";

/** A page is all that the browser holds, however many tasks there are. */
const PAGE_SIZE = 50;

const COLUMNS = [
  [
    "Task",
    (task) => [
      a({ view: "task", id: task.task_id }, shortId(task.task_id)),
      task.reference ? ` ${task.reference}` : null,
    ],
  ],
  ["Client", (task) => task.client],
  ["Kind", (task) => task.kind],
  [
    "Phase",
    (task) =>
      h(
        "span",
        { class: `phase ${task.status}` },
        task.phase === "ended" ? task.status : task.phase.replace("_", " "),
      ),
  ],
  ["Waits for", (task) => reason(task.waits)],
  ["Class", (task) => task.waits?.class],
  ["Until", (task) => untilWhen(task.waits)],
  ["Accepted", (task) => moment(task.accepted_at)],
];

/** The tasks of all clients, newest first, and why each waits. */
class Tasks extends View {
  static pace = 3;

  #filter = filterOf(address());
  #page = Number(address().get("page") ?? 1);
  #announced = false;

  title() {
    return "Tasks";
  }

  load() {
    return get("tasks", [...this.#filter, ["page", this.#page], ["page_size", PAGE_SIZE]]);
  }

  head() {
    return filterForm(this.#filter, (filter) => go([["view", "tasks"], ...filter]));
  }

  render({ results, pagination }) {
    this.#announce(pagination.total);
    return [
      bulkBar(this.#filter),
      table(this.#caption(pagination), COLUMNS, results, (task) => task.task_id),
      results.length === 0 ? h("p", {}, "No task matches.") : null,
      this.#pages(pagination),
    ];
  }

  #caption({ total, total_is_estimate: isEstimate }) {
    const which = this.#filter.size === 0 ? "of all clients" : `with ${inWords(this.#filter)}`;
    return `${isEstimate ? "About " : ""}${count(total, "task")} ${which}, newest first`;
  }

  #announce(total) {
    if (!this.#announced) {
      this.#announced = true;
      announce(`${count(total, "task")} found`);
    }
  }

  #pages({ next_page: next, total_pages: pages }) {
    const to = (page, text) =>
      h("a", { href: link([["view", "tasks"], ...this.#filter, ["page", page]]) }, text);
    return h(
      "nav",
      { "aria-label": "Pages", class: "pages" },
      this.#page > 1 ? to(this.#page - 1, "Newer") : null,
      h("span", {}, `Page ${number(this.#page)} of ${number(pages)}`),
      next ? to(this.#page + 1, "Older") : null,
    );
  }
}

customElements.define("anteroom-tasks", Tasks);
