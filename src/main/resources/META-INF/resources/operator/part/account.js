import { h } from "../base/dom.js";
import { count, duration, moment } from "../base/format.js";
import { queuedOf, sum } from "../base/pulse.js";
import { gauge, isIdle } from "./gauge.js";
import { pauseState } from "./pause.js";

/** An account: whether it is paused, its queue, and its quota. */
export function accountState(account, clients, view) {
  const { quota } = account;
  const busy = quota.classes.filter((c) => !isIdle(c));
  const idle = quota.classes.filter(isIdle);
  const id = `account-${account.account}`;
  return h(
    "section",
    { class: "account", "data-key": account.account, "aria-labelledby": id },
    h("h2", { id }, `Account ${account.account} `, h("span", { class: "aside" }, `plan ${account.plan}`)),
    pauseState(account, view),
    h("p", {}, backlog(quota, clients)),
    h("h3", {}, "Quota"),
    busy.length === 0 ? h("p", {}, "No call in this window, and nothing is queued.") : null,
    gauges(busy, quota),
    idle.length > 0 &&
      h(
        "details",
        { "data-key": "idle" },
        h("summary", {}, `${idle.length} more classes, in which nothing happens`),
        gauges(idle, quota),
      ),
  );
}

function gauges(classes, quota) {
  return h(
    "ul",
    { class: "gauges" },
    classes.map((c) => gauge(c, quota.window_seconds)),
  );
}

/** How long the queue is, and how long it will take. */
function backlog(quota, clients) {
  const queued = sum(clients, queuedOf);
  if (queued === 0) {
    return "No task is queued.";
  }
  const oldest = clients
    .map((client) => client.oldest_queued_at)
    .filter(Boolean)
    .sort()[0];
  const drained = Math.max(0, ...quota.classes.map((c) => c.estimate_seconds ?? 0));
  const rest = quota.paused
    ? ". It does not move while the account is paused."
    : drained > 0
      ? `. At the quota all are submitted in about ${duration(drained)}.`
      : ".";
  return [
    `${count(queued, "task")} queued`,
    oldest ? [", the oldest accepted ", moment(oldest)] : null,
    rest,
  ];
}
