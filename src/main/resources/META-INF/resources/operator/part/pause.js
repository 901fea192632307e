import { post } from "../base/api.js";
import { h } from "../base/dom.js";
import { date, moment } from "../base/format.js";
import { forget } from "../base/pulse.js";
import { mayAct } from "../base/session.js";
import { askReason } from "./reason.js";

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
          by(account),
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

function by(account) {
  return account.pause_reason ? ` by ${account.paused_by}: ${account.pause_reason}` : ` by ${account.paused_by}`;
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
