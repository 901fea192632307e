import { h } from "../base/dom.js";
import { moment, number } from "../base/format.js";
import { facts, table } from "./table.js";

const STATES = {
  pending: "to be delivered",
  delivered: "delivered",
  exhausted: "given up: no attempt was answered with 2xx",
  gone: "given up: the receiver answered 410",
  awaiting_end: "the task has not ended",
  none: "nobody is told of the end",
};

const COLUMNS = [
  ["Attempt", (attempt) => number(attempt.no)],
  ["When", (attempt) => moment(attempt.at)],
  ["Answer", (attempt) => attempt.status ?? "none"],
  ["Took", (attempt) => `${number(attempt.latency_ms)} ms`],
  ["Said", (attempt) => attempt.error ?? attempt.response],
];

/** How the callback of a task fared. */
export function deliveries(log) {
  return [
    facts([
      ["State", STATES[log.state] ?? log.state],
      ["To", log.url],
      ["Id", log.webhook_id],
      ["Next attempt", moment(log.next_attempt_at)],
    ]),
    log.attempts.length > 0
      ? table("Attempts, newest first", COLUMNS, log.attempts, (attempt) => attempt.no)
      : h("p", {}, "No attempt was made."),
  ];
}
