import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { type AnteroomClient, BatchTimeoutError } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, html, json, ScriptedServer, stream } from "./scriptedServer.js";
import { event, ID, problem } from "./taskJson.js";

const BATCH = `GET /batches/${ID}`;
const RETRY = `POST /batches/${ID}/retry`;

let server: ScriptedServer;
let pauses: RecordedPauses;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
  client = server.client(pauses.option);
});

afterEach(() => server.close());

function state(open: number) {
  return { batch_id: ID, total: 2, open, refused: 0, counts: { DONE: 2 - open } };
}

function batch(open: number) {
  return json(200, state(open));
}

test("a batch is sent with one key and has a task or a problem for each item", async () => {
  const error = { type: "/problems/missing-field", status: 400 };
  const items = [{ task_id: ID }, { error }];
  const receipt = { batch_id: ID, accepted: 1, refused: 1, items };
  server.on("POST /index/batch", cut, json(202, receipt));
  const request = { items: [{ text: "a", collection_id: "c" }], reference: "import-17" };
  assert.deepEqual(await client.batches.submit(request), receipt);
  const [first, second] = server.received;
  assert.ok(first?.headers["idempotency-key"]);
  assert.equal(first.headers["idempotency-key"], second?.headers["idempotency-key"]);
  assert.deepEqual(JSON.parse(second?.body ?? ""), request);
});

test("a batch takes no files", async () => {
  const items = [{ text: "a", collection_id: "c", file: new Blob() }];
  await assert.rejects(client.batches.submit({ items }), TypeError);
});

test("the end of a batch is waited for", async () => {
  const later = json(200, { ...state(1) }, { "Retry-After": "7" });
  server.on(BATCH, batch(1), cut, html(502), later, batch(0));
  assert.equal((await client.batches.awaitEnd(ID)).counts.DONE, 2);
  assert.equal(pauses.all[0], 2_000);
  assert.equal(pauses.all[3], 7_000);
  const held = server.of(BATCH).map((sent) => sent.headers["prefer"]);
  assert.deepEqual(held, ["wait=25", "wait=25", "wait=25", "respond-async", "wait=25"]);
});

test("a batch that does not end in time goes on", async () => {
  server.on(BATCH, batch(1));
  const wait = server.client().batches.awaitEnd(ID, { timeoutMs: 300 });
  await assert.rejects(wait, (thrown) => {
    assert.ok(thrown instanceof BatchTimeoutError);
    assert.equal(thrown.batchId, ID);
    return true;
  });
});

test("a batch is cancelled", async () => {
  const call = `DELETE /batches/${ID}`;
  server.on(call, cut, json(202, state(1)));
  assert.equal((await client.batches.cancel(ID)).open, 1);
  assert.equal(server.of(call)[1]?.headers["prefer"], "wait=10");
});

test("a retry of a batch is repeated with the same key", async () => {
  const items = [{ task_id: ID, retry_of: ID }];
  server.on(RETRY, cut, json(202, { batch_id: ID, accepted: 1, refused: 0, items }));
  assert.deepEqual((await client.batches.retry(ID)).items, items);
  const [first, second] = server.of(RETRY);
  assert.ok(first?.headers["idempotency-key"]);
  assert.equal(first.headers["idempotency-key"], second?.headers["idempotency-key"]);
  assert.equal(second?.body, "");
});

test("what has not failed is not retried", async () => {
  server.on(RETRY, json(409, problem(409, "not-retryable")));
  await assert.rejects(client.batches.retry(ID), { problemName: "not-retryable" });
});

test("the events of a batch are read to the last", async () => {
  const call = `${BATCH}/events`;
  const over = json(204, "");
  server.on(call, stream(event(1, "DONE")), html(503), stream(event(2, "DONE")), over);
  const ids = [];
  for await (const { id } of client.batches.events(ID)) {
    ids.push(id);
  }
  assert.deepEqual(ids, ["1", "2"]);
  assert.equal(server.of(call)[3]?.headers["last-event-id"], "2");
});

test("a list of batches is read page by page", async () => {
  const page = (open: number, next_cursor: string | null) =>
    json(200, { results: [state(open)], pagination: { next_cursor, total: 2 } });
  server.on("GET /batches", page(1, ID), page(0, null));
  const open = [];
  for await (const each of client.batches.list({ reference: "import 17", ended: true })) {
    open.push(each.open);
  }
  assert.deepEqual(open, [1, 0]);
  const [first, second] = server.of("GET /batches");
  assert.equal(first?.query, "reference=import%2017&ended=true&page_size=100");
  assert.ok(second?.query.endsWith(`&after=${ID}`), second?.query);
});
