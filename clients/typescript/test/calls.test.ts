import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { AnteroomClient, NoResponseError, type TaskFilter } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, json, ScriptedServer } from "./scriptedServer.js";
import { done, ID, problem, running } from "./taskJson.js";

const TASK = `/tasks/${ID}`;

let server: ScriptedServer;
let pauses: RecordedPauses;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
  client = server.client(pauses.option);
});

afterEach(() => server.close());

function page(next_cursor: string | null, ...results: unknown[]) {
  return json(200, { results, pagination: { next_cursor, total: 3 } });
}

test("a task is read", async () => {
  server.on(`GET ${TASK}`, cut, json(200, done));
  assert.equal((await client.tasks.get(ID)).status, "DONE");
});

test("a task of another is a problem", async () => {
  server.on(`GET ${TASK}`, json(404, problem(404, "task-not-found")));
  await assert.rejects(client.tasks.get(ID), { problemName: "task-not-found" });
});

test("a cancel is repeated", async () => {
  server.on(`DELETE ${TASK}`, cut, json(202, running));
  assert.equal((await client.tasks.cancel(ID)).task_id, ID);
  assert.equal(server.of(`DELETE ${TASK}`)[1]?.headers["prefer"], "wait=10");
});

test("a retry is repeated with the same key", async () => {
  server.on(`POST ${TASK}/retry`, cut, json(202, running));
  await client.tasks.retry(ID);
  const [first, second] = server.of(`POST ${TASK}/retry`);
  assert.ok(first?.headers["idempotency-key"]);
  assert.equal(first.headers["idempotency-key"], second?.headers["idempotency-key"]);
});

test("a list is read page by page as it is used", async () => {
  server.on("GET /tasks", page(ID, running, running), page(null, done));
  const filter: TaskFilter = {
    status: ["DONE", "FAILED"],
    kind: "text",
    collection_id: "a & b",
    reference: "größe=1",
    batch: ID,
    created_after: new Date("2024-12-01T10:00:00Z"),
  };
  for await (const task of client.tasks.list(filter)) {
    assert.equal(task.status, "PROCESSING");
    break;
  }
  assert.equal(server.received.length, 1, "the second page was not needed");
  assert.equal(
    server.received[0]?.query,
    "status=DONE%2CFAILED&kind=text&collection_id=a%20%26%20b&reference=gr%C3%B6%C3%9Fe%3D1" +
      `&batch=${ID}&created_after=2024-12-01T10%3A00%3A00.000Z&page_size=100`,
  );
});

test("all pages of a list are read", async () => {
  server.on("GET /tasks", page(ID, running), page(null, done));
  const statuses = [];
  for await (const task of client.tasks.list()) {
    statuses.push(task.status);
  }
  assert.deepEqual(statuses, ["PROCESSING", "DONE"]);
  assert.equal(server.received[1]?.query, `page_size=100&after=${ID}`);
});

test("a search waits for its turn", async () => {
  server.on(
    "POST /search/text",
    json(429, problem(429, "quota-exhausted"), { "Retry-After": "1" }),
    json(200, { results: [{ asset_id: "asset-7" }], pagination: { total: 1 } }),
  );
  const search = { query: "rivers", filters: { AND: [] } };
  const found = await client.search(search, { page: 2, pageSize: 50, maxWaitSeconds: 30 });
  assert.equal(found.results[0]?.asset_id, "asset-7");
  const sent = server.received[1];
  assert.deepEqual(JSON.parse(sent?.body ?? ""), search);
  assert.equal(sent?.headers["prefer"], "wait=30");
  assert.equal(sent?.query, "page=2&page_size=50");
  assert.equal(sent?.headers["cache-control"], undefined, "it may come from Anteroom's cache");
});

test("the base URL may have a path", async () => {
  server.on(`GET /anteroom${TASK}`, json(200, done));
  await new AnteroomClient(`${server.url}/anteroom/`, "key").tasks.get(ID);
});

test("a fetch of your own is used", async () => {
  const urls: unknown[] = [];
  const recording: typeof fetch = (url, init) => {
    urls.push(url);
    return fetch(url, init);
  };
  server.on(`GET ${TASK}`, json(200, done));
  await server.client({ fetch: recording }).tasks.get(ID);
  assert.deepEqual(urls, [server.url + TASK]);
});

test("a certificate that is refused is not tried again", async () => {
  const cause = Object.assign(new Error("expired"), { code: "CERT_HAS_EXPIRED" });
  const refusing: typeof fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
  const started = performance.now();
  await assert.rejects(server.client({ fetch: refusing }).tasks.get(ID), NoResponseError);
  assert.ok(performance.now() - started < 5_000);
});

test("wrong settings are refused at once", () => {
  assert.throws(() => new AnteroomClient("ftp://a", "k"), TypeError);
  assert.throws(() => new AnteroomClient("/path", "k"), TypeError);
  assert.throws(() => new AnteroomClient("http://a?b", "k"), TypeError);
  assert.throws(
    () => new AnteroomClient(server.url, "secret\nkey"),
    (thrown: Error) => !thrown.message.includes("secret"),
  );
  assert.throws(() => server.client({ callTimeoutMs: 0 }), TypeError);
  assert.throws(() => server.client({ firstConnectTimeoutMs: 0 }), TypeError);
  assert.throws(() => server.client({ waitPerRequestMs: 240_001 }), TypeError);
});
