/** Tasks as Anteroom shows them. */
export const ID = "01a20e5a-5b1c-7c3e-9d2f-0a1b2c3d4e5f";

export const ACCEPT = "POST /index-and-wait";
export const READ = `GET /tasks/${ID}`;
export const EVENTS = `${READ}/events`;
export const TEXT = { text: "a text", collection_id: "rivers" };

export const running = { task_id: ID, status: "PROCESSING", phase: "running" };
export const done = { task_id: ID, status: "DONE", phase: "ended", asset_id: "asset-7" };

export function failed(reason: string) {
  const failure = { reason, upstream_status: 422, message: "too long" };
  return { task_id: ID, status: "FAILED", phase: "ended", failure };
}

export function problem(status: number, name: string) {
  const words = { title: "A title", detail: "A detail", task_id: ID };
  return { type: `/problems/${name}`, status, ...words };
}

/** An event of the task as it stands in a stream. */
export function event(no: number, status: string): string {
  const last = status === "PROCESSING" ? "updated" : status.toLowerCase();
  const data = { task_id: ID, no, status, phase: "x", at: "2024-12-01T10:00:05Z" };
  return `id: ${no}\nevent: task.${last}\ndata: ${JSON.stringify(data)}\n\n`;
}
