import { h } from "../base/dom.js";
import { number } from "../base/format.js";
import { repeat } from "../base/live.js";
import { morph } from "../base/morph.js";

/**
 * A view of the page: reads something every few seconds, and shows it in place. Those who extend it have a title, load() and
 * render(); what head() and foot() make stays as it is.
 */
export class View extends HTMLElement {
  #stop = () => {};
  #turn = 0;
  #body = h("div", { class: "body" });
  #wrong = h("p", { class: "problem", role: "alert" });

  /** In seconds. */
  static pace = 5;

  connectedCallback() {
    this.replaceChildren(
      h("h1", { tabindex: "-1" }, this.title()),
      this.#wrong,
      this.head() ?? "",
      this.#body,
      this.foot() ?? "",
    );
    this.#stop = repeat(() => this.refresh(), this.constructor.pace);
  }

  disconnectedCallback() {
    this.#stop();
    this.#turn++;
  }

  /** What stands above and is not made anew, or nothing. */
  head() {
    return null;
  }

  /** The same of what stands below. */
  foot() {
    return null;
  }

  /** Called when what was read is shown, for elements that change by themselves. */
  shown() {}

  /** Reads once more, and shows it unless something newer was asked for meanwhile. */
  async refresh() {
    const turn = ++this.#turn;
    try {
      const read = await this.load();
      if (turn === this.#turn) {
        this.#show(this.render(read));
        this.shown(read);
      }
    } catch (problem) {
      if (turn === this.#turn) {
        this.fail(problem);
      }
    }
  }

  #show(content) {
    morph(this.#body, h("div", { class: "body" }, content));
    this.fail(null);
    document.getElementById("freshness").textContent =
      `Read at ${new Date().toLocaleTimeString("en", { hourCycle: "h23" })}, and again every ${number(this.constructor.pace)} s while this tab is visible.`;
  }

  /** Says what went wrong; what was read before stays. */
  fail(problem) {
    const text = problem === null || problem.status === 401 ? "" : problem.message;
    if (this.#wrong.textContent !== text) {
      this.#wrong.textContent = text;
    }
    if (problem !== null && problem.status === undefined) {
      throw problem; // a fault of this page
    }
  }

  /** Does something that an operator asked for, and says what went wrong. */
  async act(step) {
    try {
      await step();
      await this.refresh();
    } catch (problem) {
      this.fail(problem);
    }
  }
}
