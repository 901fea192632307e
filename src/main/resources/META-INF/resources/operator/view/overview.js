import { a } from "../base/address.js";
import { h } from "../base/dom.js";
import { count, duration, moment, number } from "../base/format.js";
import { hour, pulse, queuedOf, sum } from "../base/pulse.js";
import { pauseState } from "../part/pause.js";
import { gauge, isIdle } from "../part/gauge.js";
import { Plot } from "../part/plot.js";
import { View } from "../part/view.js";

const QUEUE = [["Queued", "--used"], ["Running", "--second", [6, 4]]];
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

  head() {
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
      accounts.map((account) => this.#account(account, clients.filter((client) => client.account === account.account))),
    ];
  }

  #summary(clients) {
    const queued = sum(clients, queuedOf);
    const running = sum(clients, (client) => client.running);
    const inDoubt = sum(clients, (client) => client.in_doubt);
    const callbacks = sum(clients, (client) => client.callbacks.pending);
    return [
      a({ view: "tasks", phase: "queued" }, `${number(queued)} queued`), " · ",
      a({ view: "tasks", phase: "running" }, `${number(running)} running`), " · ",
      a({ view: "tasks", phase: "in_doubt" }, `${number(inDoubt)} in doubt`), " · ",
      a({ view: "clients" }, `${count(callbacks, "callback")} to deliver`), " · ",
      a({ view: "tasks", doubled: "true" }, "indexed twice"), " · ",
      a({ view: "tasks", undelivered: "true" }, "callbacks not delivered"),
    ];
  }

  #account(account, clients) {
    const { quota } = account;
    const busy = quota.classes.filter((c) => !isIdle(c));
    const idle = quota.classes.filter(isIdle);
    const id = `account-${account.account}`;
    return h(
      "section",
      { class: "account", "data-key": account.account, "aria-labelledby": id },
      h("h2", { id }, `Account ${account.account} `, h("span", { class: "aside" }, `plan ${account.plan}`)),
      pauseState(account, this),
      h("p", {}, backlog(quota, clients)),
      h("h3", {}, "Quota"),
      busy.length === 0 ? h("p", {}, "No call in this window, and nothing is queued.") : null,
      h("ul", { class: "gauges" }, busy.map((c) => gauge(c, quota.window_seconds))),
      idle.length === 0
        ? null
        : h(
            "details",
            { "data-key": "idle" },
            h("summary", {}, `${idle.length} more classes, in which nothing happens`),
            h("ul", { class: "gauges" }, idle.map((c) => gauge(c, quota.window_seconds))),
          ),
    );
  }
}

/** How long the queue is, and how long it will take. */
function backlog(quota, clients) {
  const queued = sum(clients, queuedOf);
  if (queued === 0) {
    return "No task is queued.";
  }
  const oldest = clients.map((client) => client.oldest_queued_at).filter(Boolean).sort()[0];
  const drained = Math.max(0, ...quota.classes.map((c) => c.estimate_seconds ?? 0));
  const rest = quota.paused ? ". It does not move while the account is paused." : drained > 0 ? `. At the quota all are submitted in about ${duration(drained)}.` : ".";
  return [`${count(queued, "task")} queued`, oldest ? [", the oldest accepted ", moment(oldest)] : null, rest];
}

customElements.define("anteroom-overview", Overview);
