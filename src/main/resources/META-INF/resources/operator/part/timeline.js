import { url } from "../base/api.js";
import { h } from "../base/dom.js";
import { clock, duration } from "../base/format.js";

/** The changes of one task, as they happen. */
export class Timeline extends HTMLElement {
  #task = null;
  #source = null;
  #list = h("ol", { class: "timeline" });
  #last = null;
  #turn = () => (document.hidden ? this.#close() : this.#open());

  connectedCallback() {
    this.replaceChildren(this.#list);
    document.addEventListener("visibilitychange", this.#turn);
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.#turn);
    this.#close();
  }

  /** Begins to read, unless it does. */
  follow(task) {
    if (this.#task === null) {
      this.#task = task.task_id;
      this.#turn();
    }
  }

  /** From the first change on. */
  #open() {
    this.#close();
    this.#list.replaceChildren();
    this.#last = null;
    this.#source = new EventSource(url(`tasks/${this.#task}/events`));
    for (const name of ["task.updated", "task.done", "task.failed", "task.cancelled"]) {
      this.#source.addEventListener(name, (event) =>
        this.#add(JSON.parse(event.data), name !== "task.updated"),
      );
    }
  }

  /** A browser has few connections to one service, and tabs that are hidden need none. */
  #close() {
    this.#source?.close();
    this.#source = null;
  }

  #add(event, isLast) {
    const since =
      this.#last === null ? "" : ` (${duration((Date.parse(event.at) - this.#last) / 1000)} later)`;
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
      this.#close(); // the stream ends, and would be opened again
    }
  }
}

customElements.define("anteroom-timeline", Timeline);
