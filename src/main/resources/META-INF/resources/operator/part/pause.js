import { get, post } from "../base/api.js";
import { h } from "../base/dom.js";
import { date, moment } from "../base/format.js";
import { forget } from "../base/pulse.js";
import { mayAct } from "../base/session.js";
import { askReason } from "./reason.js";

/** Who paused an account and why, by account and moment: it does not change. */
const known = new Map();

/** Whether an operator has paused the account: since when, who and why; and a button that changes it. */
export function pauseState(account, view) {
  return h(
    "p",
    { class: account.paused ? "paused-by-operator" : null },
    account.paused
      ? [
          "Paused ",
          moment(account.paused_since),
          " (",
          date(account.paused_since),
          ")",
          by(account, view),
          ". No call leaves. ",
        ]
      : "Calls leave. ",
    mayAct()
      ? h(
          "button",
          { type: "button", onclick: () => change(account, view) },
          account.paused ? "Resume…" : "Pause…",
        )
      : null,
  );
}

function by(account, view) {
  const key = `${account.account} ${account.paused_since}`;
  if (!known.has(key)) {
    known.set(key, null);
    findPause(account).then(
      (entry) => {
        known.set(key, entry);
        view.refresh();
      },
      () => known.delete(key),
    );
  }
  const entry = known.get(key);
  return entry ? ` by ${entry.operator}${entry.reason ? `: ${entry.reason}` : ""}` : "";
}

/** The newest pause of the account, or none that the audit log still has. */
async function findPause(account) {
  const { results } = await get("audit", { page_size: 100 });
  return (
    results.find((entry) => entry.action === "account.pause" && entry.account === account.account) ?? null
  );
}

function change(account, view) {
  const [verb, detail] = account.paused
    ? ["resume", "Calls leave again, and the queue moves on."]
    : ["pause", "No call leaves until somebody resumes it: no submit, no poll, no search. Accepts go on."];
  const title = `${verb === "pause" ? "Pause" : "Resume"} account ${account.account}`;
  return askReason({ title, detail, button: title }, (reason) =>
    post(`accounts/${encodeURIComponent(account.account)}/${verb}`, { query: { reason } }),
  ).then(() => {
    forget();
    return view.refresh();
  });
}
