import { get } from "./api.js";
import { repeat } from "./live.js";
import { isThere } from "./session.js";

/** Reads how the whole stands, in whichever view the operator is, so that the plots have an hour behind them. */

const PACE = 5;
const HOUR = 3600 / PACE;

/** Newer than this a reading is not repeated. */
const FRESH_MS = (PACE * 1000) / 2;

/** The newest reading and when it was begun; both null before the first. */
let reading = null;
let begun = 0;

/** Readings of the last hour: seconds since 1970, tasks that wait, and that run. */
export const hour = { at: [], queued: [], running: [] };

/** Accounts with their quota, and clients, some seconds old at most. */
export function pulse() {
  if (reading === null || Date.now() - begun > FRESH_MS) {
    begun = Date.now();
    reading = read();
    reading.catch(forget);
  }
  return reading;
}

/** After a change the next reading is a new one. */
export function forget() {
  reading = null;
}

async function read() {
  const [{ accounts }, { clients }] = await Promise.all([get("accounts"), get("clients")]);
  const quotas = await Promise.all(
    accounts.map(({ account }) => get(`accounts/${encodeURIComponent(account)}/quota`)),
  );
  const found = { accounts: accounts.map((account, i) => ({ ...account, quota: quotas[i] })), clients };
  note(found);
  return found;
}

/** Begins to read; returns what stops it. */
export function beat() {
  return repeat(
    async () => {
      if (isThere()) {
        await pulse().catch(() => {}); // the view that is open says so
      }
    },
    PACE,
    false,
  );
}

function note({ clients }) {
  const at = Date.now() / 1000;
  const before = hour.at.at(-1);
  if (before && at - before < PACE / 2) {
    return;
  }
  if (before && at - before > 4 * PACE) {
    push(before + PACE, null, null); // the tab was hidden: the line has a gap
  }
  push(
    at,
    sum(clients, queuedOf),
    sum(clients, (client) => client.running),
  );
}

function push(at, queued, running) {
  hour.at.push(at);
  hour.queued.push(queued);
  hour.running.push(running);
  for (const series of Object.values(hour)) {
    series.splice(0, Math.max(0, series.length - HOUR));
  }
}

export function queuedOf({ queued }) {
  return queued.url + queued.text + queued.upload;
}

export function sum(items, of) {
  return items.reduce((total, item) => total + of(item), 0);
}
