import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { AnteroomClient } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, cutInTheMiddle, html, json, ScriptedServer, silence } from "./scriptedServer.js";
import { ACCEPT, done, ID, problem, READ, running, TEXT } from "./taskJson.js";

let server: ScriptedServer;
let pauses: RecordedPauses;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
  client = server.client(pauses.option);
});

afterEach(() => server.close());

function keys(): Set<unknown> {
  return new Set(server.of(ACCEPT).map((request) => request.headers["idempotency-key"]));
}

function assertBetween(least: number, most: number, actual: number | undefined): void {
  assert.ok(actual !== undefined && actual >= least && actual <= most, `${actual}`);
}

test("one request is enough if the task ends in time", async () => {
  server.on(ACCEPT, json(200, done));
  const request = { ...TEXT, reference: "page-17", metadata: { river: "Neckar" }, another: [5] };
  const task = await client.indexAndWait(request);
  assert.equal(task.asset_id, "asset-7");
  assert.equal(server.received.length, 1);
  const sent = server.of(ACCEPT)[0];
  assert.equal(sent?.headers.authorization, "Bearer key-of-the-test");
  assert.equal(sent?.headers["api-version"], "2024-12-01");
  assert.equal(sent?.headers["content-type"], "application/json");
  assert.equal(sent?.headers["prefer"], "wait=25");
  assert.deepEqual(JSON.parse(sent?.body ?? ""), request);
});

test("after a cut the same request is sent again with the same key", async () => {
  server.on(ACCEPT, cut, cutInTheMiddle, cut, json(200, done));
  await client.indexAndWait(TEXT);
  assert.equal(server.of(ACCEPT).length, 4);
  assert.equal(new Set(server.of(ACCEPT).map((request) => request.body)).size, 1);
  assert.equal(keys().size, 1);
  await client.indexAndWait(TEXT);
  assert.equal(keys().size, 2, "another call has another key");
});

test("a key of your own is used", async () => {
  server.on(ACCEPT, json(200, done));
  await client.indexAndWait(TEXT, { idempotencyKey: "import-17" });
  assert.deepEqual(keys(), new Set(["import-17"]));
  await assert.rejects(client.indexAndWait(TEXT, { idempotencyKey: "größe" }), TypeError);
});

test("after the accept the task is read until its end", async () => {
  server
    .on(ACCEPT, json(202, running, { "Retry-After": "12" }))
    .on(READ, html(503), json(200, running), cut, json(200, done));
  assert.equal((await client.indexAndWait(TEXT)).asset_id, "asset-7");
  assert.equal(server.of(ACCEPT).length, 1, "an accepted task is not sent again");
});

test("what cannot be read yet is read later", async () => {
  server
    .on(ACCEPT, json(202, { task_id: ID, message: "Task accepted" }))
    .on(READ, json(200, done));
  assert.equal((await client.indexAndWait(TEXT)).status, "DONE");
});

test("a service that does not hold responses back is asked once a second", async () => {
  server
    .on(ACCEPT, json(202, running))
    .on(READ, json(200, running), json(200, running, { "Retry-After": "7" }), json(200, done));
  await client.indexAndWait(TEXT);
  assert.deepEqual(pauses.all, [0, 1_000, 7_000]);
});

test("Retry-After is honoured", async () => {
  server.on(
    ACCEPT,
    json(429, problem(429, "queue-full"), { "Retry-After": "30" }),
    html(503, { "Retry-After": "2" }),
    html(502),
    json(200, done),
  );
  await client.indexAndWait(TEXT);
  assertBetween(30_000, 33_000, pauses.all[0]);
  assertBetween(2_000, 2_200, pauses.all[1]);
  assertBetween(400, 800, pauses.all[2]);
});

test("pauses grow and end", async () => {
  server.on(ACCEPT, cut, cut, cut, cut, cut, cut, cut, cut, json(200, done));
  await client.indexAndWait(TEXT);
  assertBetween(100, 200, pauses.all[0]);
  assertBetween(2_500, 5_000, pauses.all[7]);
  assert.notEqual(pauses.all[6], pauses.all[7], "they are random");
});

test("a silent connection is given up", async () => {
  server.on(ACCEPT, silence, json(200, done));
  const impatient = server.client({ responseTimeoutMs: 200, waitPerRequestMs: 100 });
  assert.equal((await impatient.indexAndWait(TEXT)).status, "DONE");
  assert.equal(server.of(ACCEPT).length, 2);
});

test("a connection that falls silent in the middle of a response is given up", async () => {
  server.on(
    ACCEPT,
    (response) => void response.writeHead(200, { "Content-Length": "1000" }).write("{"),
    json(200, done),
  );
  const impatient = server.client({ responseTimeoutMs: 200, waitPerRequestMs: 100 });
  assert.equal((await impatient.indexAndWait(TEXT)).status, "DONE");
});

test("a task of before is waited for", async () => {
  server.on(READ, json(200, running), json(200, done));
  assert.equal((await client.awaitEnd(ID)).status, "DONE");
  assert.equal(server.of(READ)[0]?.headers["prefer"], "wait=25");
  await assert.rejects(client.awaitEnd("../quota"), TypeError);
});

test("a submit does not wait", async () => {
  server.on(ACCEPT, cut, json(202, running));
  assert.equal((await client.submit(TEXT)).task_id, ID);
  assert.equal(server.of(ACCEPT)[0]?.headers["prefer"], "respond-async");
  assert.equal(keys().size, 1);
});
