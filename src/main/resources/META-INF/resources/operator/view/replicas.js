import { get } from "../base/api.js";
import { h } from "../base/dom.js";
import { count, duration, moment, number, shortId } from "../base/format.js";
import { sum } from "../base/pulse.js";
import { facts, table } from "../part/table.js";
import { View } from "../part/view.js";

const BREAKERS = [
  ["Account", (breaker) => breaker.account],
  ["Class", (breaker) => breaker.class],
  ["Calls of", (breaker) => (breaker.calls === "engine" ? "the engine" : "clients that wait")],
  ["Tries again", (breaker) => moment(breaker.until)],
];

const DELAYS = [
  ["Account", (delay) => delay.account],
  ["Class", (delay) => delay.class ?? "every class"],
  ["Tries again", (delay) => moment(delay.until)],
];

/** What each replica does, and what keeps it from working: circuit breakers, refused keys, the spool. */
class Replicas extends View {
  title() {
    return "Replicas";
  }

  load() {
    return get("replicas");
  }

  render({ replicas }) {
    return replicas.map(replica);
  }
}

function replica(of) {
  const id = `replica-${of.id}`;
  return h(
    "section",
    { class: "replica", "data-key": of.id, "aria-labelledby": id },
    h(
      "h2",
      { id },
      of.host ?? shortId(of.id),
      " ",
      h("span", { class: "aside" }, state(of), of.self ? ", answers this page" : null),
    ),
    facts([
      ["Version", of.version],
      ["Id", of.id],
      ["Lease until", moment(of.lease_until)],
      ["Up for", of.up_seconds === undefined ? null : duration(of.up_seconds)],
      [
        "Works",
        of.works === undefined ? null : of.works ? "submits, polls and delivers" : "answers requests only",
      ],
      ["Polls", of.polls.length > 0 ? of.polls.join(", ") : "no account"],
      ["Under way", underWay(of.under_way)],
      ["Waits on it", waiting(of.waiting)],
      ["Spool", of.spool ?? "usable"],
      ["Said so", moment(of.reported_at)],
    ]),
    list("Circuit breakers that are open", BREAKERS, of.breakers),
    list("Accounts whose key the upstream refuses", DELAYS, of.refused),
    list("Submits that are delayed", DELAYS, of.backoffs),
  );
}

function state({ alive, draining }) {
  return draining ? "stops" : alive ? "alive" : "its lease has ended";
}

function underWay(calls) {
  return (
    calls &&
    `${count(calls.submits, "submit")}, ${count(calls.polls, "poll")}, ${number(calls.deliveries)} of callbacks`
  );
}

function waiting(of = []) {
  return of.length === 0
    ? "nobody"
    : `${count(
        sum(of, (w) => w.requests),
        "request",
      )}, ${count(
        sum(of, (w) => w.streams),
        "event stream",
      )}`;
}

function list(caption, columns, rows = []) {
  return rows.length > 0
    ? table(caption, columns, rows, (row) => [row.account, row.class, row.calls].join(" "))
    : null;
}

customElements.define("anteroom-replicas", Replicas);
