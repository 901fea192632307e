import { get, now } from "./api.js";
import { repeat } from "./live.js";
import { isThere } from "./session.js";
import { VERSION } from "./version.js";

/**
 * What the replicas did in the last hour, as each tells it from its memory. Behind a load balancer another one answers each
 * time, so what they told is kept by replica and added up.
 */

const PACE = 10;
const HOUR = 3600;

/** Nobody waits longer for what a replica has not told, in seconds. */
const LATE = 60;

/** Samples of each replica that has answered. */
const told = new Map();

/** For each step: seconds since 1970, tasks submitted and ended a minute, the lag of polls in seconds. */
export const past = { at: [], submitted: [], ended: [], lag: [] };

/** How many replicas have told what they did. */
export function tellers() {
  return told.size;
}

/**
 * Sent on the window when a replica of another version than this page has answered, and when none has for a minute. The detail
 * is that version, or null.
 */
export const OTHER_VERSION = "other-version";

/** When another version answered last, by the clock of the page in ms; null where none did of late. */
let otherAt = null;

/** Begins to read; returns what stops it. */
export function remember() {
  return repeat(recall, PACE, false);
}

/** Reads once. Where that fails the view that is open says so. */
export async function recall() {
  if (isThere()) {
    await read().catch(() => {});
  }
}

async function read() {
  const { replica, version, step_seconds: step, samples } = await get("history");
  compare(version);
  told.set(replica, samples);
  addUp(step);
}

/** Replicas answer by turns, so one answer of the same version does not show that the others have gone. */
function compare(version) {
  if (version !== VERSION) {
    otherAt = performance.now();
    window.dispatchEvent(new CustomEvent(OTHER_VERSION, { detail: version }));
  } else if (otherAt !== null && performance.now() - otherAt > 1000 * LATE) {
    otherAt = null;
    window.dispatchEvent(new CustomEvent(OTHER_VERSION, { detail: null }));
  }
}

/** What not all of them have told yet would look like a fall. */
function end() {
  const last = [...told.values()].filter((samples) => samples.length > 0).map((s) => Date.parse(s.at(-1).at) / 1000);
  return Math.min(...last.filter((at) => at > now() / 1000 - LATE));
}

function addUp(step) {
  const steps = new Map();
  const newest = end();
  const oldest = now() / 1000 - HOUR - PACE;
  for (const [replica, samples] of told) {
    const recent = samples.filter((sample) => Date.parse(sample.at) / 1000 > oldest);
    if (recent.length === 0 && samples.length > 0) {
      told.delete(replica); // it has gone, or rests
    }
    for (const sample of recent) {
      add(steps, sample, step);
    }
  }
  const sums = [...steps.values()].filter(({ at }) => at <= newest).sort((one, other) => one.at - other.at);
  past.at = sums.map((sum) => sum.at);
  past.submitted = sums.map((sum) => sum.submitted);
  past.ended = sums.map((sum) => sum.ended);
  past.lag = sums.map((sum) => (sum.polls > 0 ? sum.lag / sum.polls : null));
}

function add(steps, sample, step) {
  const at = step * Math.floor(Date.parse(sample.at) / 1000 / step);
  const sum = steps.get(at) ?? { at, submitted: 0, ended: 0, polls: 0, lag: 0 };
  sum.submitted += (60 * sample.submitted) / sample.seconds;
  sum.ended += (60 * sample.ended) / sample.seconds;
  sum.polls += sample.polls;
  sum.lag += sample.polls * (sample.poll_lag_seconds ?? 0);
  steps.set(at, sum);
}
