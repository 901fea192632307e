import { url } from "../base/api.js";
import { h } from "../base/dom.js";
import { clock, duration } from "../base/format.js";

/** The changes of one task, as they happen. */
export class Timeline extends HTMLElement {
  #source = null;
  #list = h("ol", { class: "timeline" });
  #last = null;

  connectedCallback() {
    this.replaceChildren(this.#list);
  }

  disconnectedCallback() {
    this.#source?.close();
  }

  /** Begins to read, unless it does. */
  follow(task) {
    if (this.#source !== null) {
      return;
    }
    this.#source = new EventSource(url(`tasks/${task.task_id}/events`));
    for (const name of ["task.updated", "task.done", "task.failed", "task.cancelled"]) {
      this.#source.addEventListener(name, (event) => this.#add(JSON.parse(event.data), name !== "task.updated"));
    }
  }

  #add(event, isLast) {
    const since = this.#last === null ? "" : ` (${duration((Date.parse(event.at) - this.#last) / 1000)} later)`;
    this.#last = Date.parse(event.at);
    this.#list.append(
      h(
        "li",
        {},
        h("time", { datetime: event.at }, clock(event.at)),
        ` ${event.phase.replace("_", " ")}, ${event.status}${since}`,
        event.upstream_status ? `, upstream says ${event.upstream_status}` : null,
        event.error ? `: ${event.error}` : null,
      ),
    );
    if (isLast) {
      this.#source.close(); // the stream ends, and would be opened again
    }
  }
}

customElements.define("anteroom-timeline", Timeline);
