import { get, post } from "../base/api.js";
import { h } from "../base/dom.js";
import { bytes, count, duration, moment, number, shortId } from "../base/format.js";
import { sum } from "../base/pulse.js";
import { mayAct } from "../base/session.js";
import { askReason } from "../part/reason.js";
import { facts, table } from "../part/table.js";
import { View } from "../part/view.js";

const BREAKERS = [
  ["Account", (breaker) => breaker.account],
  ["Class", (breaker) => breaker.class],
  ["Calls of", (breaker) => (breaker.calls === "engine" ? "the engine" : "clients that wait")],
  ["Tries again", (breaker) => moment(breaker.until)],
];

const KINDS = { disk: "a directory", database: "tables of the database", s3: "a bucket" };

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
    return replicas.map((one) => replica(one, this));
  }
}

/** A column with a button for each breaker that is open. */
function tryNow(view) {
  return [
    "Trial",
    (breaker) =>
      h("button", { type: "button", onclick: () => view.act(() => askTrial(breaker)) }, `Try ${breaker.class} now…`),
  ];
}

function askTrial({ account, class: endpointClass }) {
  const title = `Try ${endpointClass} of account ${account} now`;
  const detail =
    "On every replica one call leaves where the circuit breaker is open. If it succeeds, the others follow; if not, the breaker stays open.";
  return askReason({ title, detail, button: "Try now" }, (reason) =>
    post(`accounts/${encodeURIComponent(account)}/breakers/try`, { query: { class: endpointClass, reason } }),
  );
}

function spool({ spool: trouble, storage, works }) {
  if (works === undefined) {
    return null;
  }
  const state = trouble ? `cannot be used: ${trouble}` : "usable";
  return storage === undefined
    ? state
    : `${KINDS[storage.kind] ?? storage.kind}, ${state}; ${bytes(storage.bytes)} of ${bytes(storage.max_bytes)}, a file of at most ${bytes(storage.max_file_bytes)}`;
}

function replica(of, view) {
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
      ["Spool", spool(of)],
      ["Said so", moment(of.reported_at)],
    ]),
    list("Circuit breakers that are open", mayAct() ? [...BREAKERS, tryNow(view)] : BREAKERS, of.breakers),
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
