import { a } from "../base/address.js";
import { date, duration } from "../base/format.js";
import { facts } from "./table.js";

/** What is known of a task. */
export function taskFacts(task) {
  return facts([
    ["Status", task.status],
    ["Phase", task.phase.replace("_", " ")],
    ["Upstream says", task.upstream_status],
    ["Note", task.upstream_note],
    ["Error", task.error],
    ["Client", a({ view: "tasks", client: task.client }, task.client)],
    ["Account", task.account],
    ["Kind", task.kind],
    ["Collection", a({ view: "tasks", collection_id: task.collection_id }, task.collection_id)],
    ["Reference", task.reference],
    ["Batch", task.batch_id ? a({ view: "tasks", batch: task.batch_id }, task.batch_id) : null],
    ["Retry of", task.retry_of ? a({ view: "task", id: task.retry_of }, task.retry_of) : null],
    ["Accepted", date(task.accepted_at)],
    ["Submitted", date(task.submitted_at)],
    ["Ended", date(task.ended_at)],
    [
      "Took",
      task.ended_at ? duration((Date.parse(task.ended_at) - Date.parse(task.accepted_at)) / 1000) : null,
    ],
    ["Deadline", date(task.deadline_at)],
    ["Asset", task.asset_id],
    ["Upstream's task", task.upstream_task_id],
  ]);
}
