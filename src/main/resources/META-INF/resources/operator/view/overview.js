import { a } from "../base/address.js";
import { h } from "../base/dom.js";
import { count, number } from "../base/format.js";
import { hour, pulse, queuedOf, sum } from "../base/pulse.js";
import { accountState } from "../part/account.js";
import { Plot } from "../part/plot.js";
import { View } from "../part/view.js";

const QUEUE = [
  ["Queued", "--used"],
  ["Running", "--second", [6, 4]],
];
const ENDED = [["Ended a minute", "--used"]];

/** Each account with its quota, how long the queue takes, and the last hour. */
class Overview extends View {
  #queue = new Plot();
  #ended = new Plot();

  title() {
    return "Overview";
  }

  load() {
    return pulse();
  }

  foot() {
    return h(
      "section",
      { class: "plots", "aria-label": "The last hour" },
      h("figure", {}, h("figcaption", {}, "Tasks that are queued (line) and running (dashes)"), this.#queue),
      h("figure", {}, h("figcaption", {}, "Tasks that end, a minute"), this.#ended),
    );
  }

  render({ accounts, clients }) {
    this.#queue.show(QUEUE, [hour.at, hour.queued, hour.running]);
    this.#ended.show(ENDED, [hour.at, hour.ended]);
    return [
      h("p", { class: "summary" }, this.#summary(clients)),
      accounts.map((account) =>
        accountState(
          account,
          clients.filter((client) => client.account === account.account),
          this,
        ),
      ),
    ];
  }

  #summary(clients) {
    const queued = sum(clients, queuedOf);
    const running = sum(clients, (client) => client.running);
    const inDoubt = sum(clients, (client) => client.in_doubt);
    const callbacks = sum(clients, (client) => client.callbacks.pending);
    return [
      a({ view: "tasks", phase: "queued" }, `${number(queued)} queued`),
      " · ",
      a({ view: "tasks", phase: "running" }, `${number(running)} running`),
      " · ",
      a({ view: "tasks", phase: "in_doubt" }, `${number(inDoubt)} in doubt`),
      " · ",
      a({ view: "clients" }, `${count(callbacks, "callback")} to deliver`),
      " · ",
      a({ view: "tasks", doubled: "true" }, "indexed twice"),
      " · ",
      a({ view: "tasks", undelivered: "true" }, "callbacks not delivered"),
    ];
  }
}

customElements.define("anteroom-overview", Overview);
