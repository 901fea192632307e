import { a } from "../base/address.js";
import { h } from "../base/dom.js";
import { count, duration, number } from "../base/format.js";
import { past, tellers } from "../base/history.js";
import { hour, pulse, queuedOf, sum } from "../base/pulse.js";
import { accountState } from "../part/account.js";
import { Plot } from "../part/plot.js";
import { View } from "../part/view.js";

const QUEUE = [
  ["Queued", "--used"],
  ["Running", "--second", [6, 4]],
];
const FLOW = [
  ["Submitted a minute", "--second", [6, 4]],
  ["Ended a minute", "--used"],
];
const LAG = [["Lag in seconds", "--used"]];

/** Each account with its quota, how long the queue takes, and the last hour. */
class Overview extends View {
  #queue = new Plot();
  #flow = new Plot();
  #lag = new Plot();
  #tellers = h("p", { class: "hint" });

  title() {
    return "Overview";
  }

  load() {
    return pulse();
  }

  foot() {
    return h(
      "section",
      { "aria-label": "The last hour" },
      h("h2", {}, "The last hour"),
      h(
        "div",
        { class: "plots" },
        figure("Tasks that end (line) and are submitted (dashes), a minute", this.#flow),
        figure("How late running tasks are polled, in seconds", this.#lag),
        figure("Tasks that are queued (line) and running (dashes), since this page is open", this.#queue),
      ),
      this.#tellers,
    );
  }

  render({ accounts, clients }) {
    this.#queue.show(QUEUE, [hour.at, hour.queued, hour.running]);
    this.#flow.show(FLOW, [past.at, past.submitted, past.ended]);
    this.#lag.show(LAG, [past.at, past.lag]);
    this.#tellers.textContent = told();
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

function figure(caption, plot) {
  return h("figure", {}, h("figcaption", {}, caption), plot);
}

/** What the plots show in words, for who cannot see them. */
function told() {
  const ended = past.ended.at(-1);
  const lag = past.lag.findLast((one) => one !== null);
  if (ended === undefined) {
    return "No replica has told what it did yet.";
  }
  const late = lag === undefined ? "" : `, and polls were ${duration(lag)} late on average`;
  return `As ${count(tellers(), "replica")} told. At last ${number(Math.round(ended))} tasks ended a minute${late}.`;
}

customElements.define("anteroom-overview", Overview);
