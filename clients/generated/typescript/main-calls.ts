// The main calls with the types that openapi-typescript makes: node out/main-calls.js URL KEY.
import createClient from "openapi-fetch";
import type { components, paths } from "./anteroom.js";

type Task = components["schemas"]["Task"];
type Problem = components["schemas"]["Problem"];

const [url, key] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: url, headers: { Authorization: `Bearer ${key}` } });
const collection = "generated-typescript";
const wait = { Prefer: "wait=30" };

function expect(holds: unknown, seen: unknown): asserts holds {
  if (!holds) throw new Error(`not as documented: ${JSON.stringify(seen)}`);
}

function answered<T>(result: { data?: T; error?: Problem }): T {
  expect(result.data, result.error);
  return result.data;
}

function text(words: string): components["schemas"]["IndexTextRequest"] {
  return { text: words, collection_id: collection };
}

async function indexText(): Promise<Task> {
  const body = { ...text("Heidelberg lies on the Neckar"), reference: "page-17", metadata: { river: "Neckar" } };
  const accepted = answered(
    await client.POST("/index/text", { body, params: { header: { "Idempotency-Key": crypto.randomUUID() } } }),
  );
  const done = answered(
    await client.GET("/tasks/{id}", { params: { path: { id: accepted.task_id }, header: wait } }),
  );
  expect(done.status === "DONE" && done.kind === "text" && done.reference === "page-17", done);
  const features = answered(
    await client.GET("/assets/{id}/features", { params: { path: { id: done.asset_id! } } }),
  );
  expect(features.results.length, features);
  return done;
}

async function indexAndWait() {
  const body = { ...text("Mannheim lies on the Rhine"), priority: 10 };
  const params = { query: { include: ["features" as const] }, header: wait };
  const done = answered(await client.POST("/index-and-wait", { body, params }));
  expect(done.status === "DONE" && done.priority === 10, done);
  expect(done.features?.results.length, done);
}

async function upload() {
  const form = new FormData();
  form.append("file", new File(["The Main is a river"], "rivers.txt", { type: "text/plain" }));
  form.append("collection_id", collection);
  const done = answered(
    await client.POST("/index/upload", {
      // A file is a string to openapi-typescript.
      body: { file: "rivers.txt", collection_id: collection },
      bodySerializer: () => form,
      params: { header: wait },
    }),
  );
  expect(done.status === "DONE" && done.file?.size === 19, done);
}

async function list(done: Task) {
  const page = answered(
    await client.GET("/tasks", {
      params: { query: { status: ["DONE"], kind: ["text"], collection_id: collection } },
    }),
  );
  expect(page.results.some((task) => task.task_id === done.task_id), page);
}

async function search(done: Task) {
  const page = answered(await client.POST("/search/text", { body: { query: "Neckar" } }));
  const hit = page.results.find((found) => found.asset_id === done.asset_id);
  expect(hit?.score && hit.metadata?.["river"] === "Neckar", page);
  const asset = answered(await client.GET("/assets/{id}", { params: { path: { id: done.asset_id! } } }));
  expect(asset.task_id === done.task_id, asset);
}

async function batch() {
  const body = { reference: "import-17", items: [text("One of a batch"), text("Another of a batch")] };
  const accepted = answered(await client.POST("/index/batch", { body }));
  expect(accepted.accepted === 2 && accepted.items[1]?.task_id, accepted);
  const params = { path: { id: accepted.batch_id } };
  const end = Date.now() + 30_000;
  let seen = answered(await client.GET("/batches/{id}", { params }));
  while (seen.open > 0 && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    seen = answered(await client.GET("/batches/{id}", { params }));
  }
  expect(seen.counts.DONE === 2, seen);
}

async function cancel() {
  const accepted = answered(await client.POST("/index/text", { body: text("Not needed any more") }));
  const cancelled = answered(
    await client.DELETE("/tasks/{id}", { params: { path: { id: accepted.task_id }, header: wait } }),
  );
  expect(cancelled.status === "CANCELLED", cancelled);
}

async function problem() {
  const { error, response } = await client.GET("/tasks/{id}", { params: { path: { id: crypto.randomUUID() } } });
  expect(response.status === 404 && error?.type.endsWith("/task-not-found"), error);
}

const done = await indexText();
await indexAndWait();
await upload();
await list(done);
await search(done);
await batch();
await cancel();
await problem();
console.log("typescript: all calls were answered as documented");
