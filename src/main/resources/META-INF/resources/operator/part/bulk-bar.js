import { go } from "../base/address.js";
import { post } from "../base/api.js";
import { announce, h } from "../base/dom.js";
import { inWords, toJson } from "../base/filter.js";
import { count, number } from "../base/format.js";
import { mayAct } from "../base/session.js";
import { askReason } from "./reason.js";

const ACTIONS = {
  retry: ["Retry all…", "Accepts each of them once more, as a new task."],
  cancel: ["Cancel all…", "Cancels each of them, here and upstream."],
  redeliver: ["Redeliver all…", "Delivers the callback of each of them once more."],
};

/** Buttons that act on all tasks of a filter, after a count and with a reason. */
export function bulkBar(filter) {
  if (!mayAct()) {
    return null;
  }
  if (filter.size === 0) {
    return h(
      "p",
      { class: "hint" },
      "With a filter you can retry, cancel or redeliver all tasks that match.",
    );
  }
  const wrong = h("span", { class: "problem", role: "alert", "data-own": true });
  return h(
    "p",
    { class: "buttons", role: "group", "aria-label": "All tasks that match" },
    Object.entries(ACTIONS).map(([action, [label]]) =>
      h("button", { type: "button", onclick: () => start(action, filter) }, label),
    ),
    wrong,
  );
}

async function start(action, filter) {
  const body = { action, filter: toJson(filter) };
  try {
    const found = await post("bulk-actions", { body: { ...body, dry_run: true } });
    await confirm(action, filter, body, found);
  } catch (problem) {
    say(problem.message);
  }
}

async function confirm(action, filter, body, { matched, too_many: tooMany }) {
  if (matched === 0 || tooMany) {
    say(
      matched === 0
        ? `No task that matches can be ${DONE[action]}.`
        : `More than ${number(matched)} tasks match. Narrow the filter.`,
    );
    return;
  }
  const title = `${VERB[action]} ${count(matched, "task")}`;
  const detail = `Those with ${inWords(filter)}. ${ACTIONS[action][1]} It can be stopped.`;
  const made = await askReason({ title, detail, button: title }, (reason) =>
    post("bulk-actions", { body: { ...body, reason } }),
  );
  if (made) {
    go({ view: "bulk-actions", id: made.bulk_action_id });
  }
}

const VERB = { retry: "Retry", cancel: "Cancel", redeliver: "Redeliver" };
const DONE = { retry: "retried", cancel: "cancelled", redeliver: "redelivered" };

function say(text) {
  const place = document.querySelector(".buttons .problem");
  if (place) {
    place.textContent = text;
  } else {
    announce(text);
  }
}
