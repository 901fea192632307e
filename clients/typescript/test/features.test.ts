import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { AnteroomClient } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, json, ScriptedServer, stream } from "./scriptedServer.js";
import { ACCEPT, done, event, EVENTS, ID, problem, READ, running, TEXT } from "./taskJson.js";

const INCLUDE = "include=features";

let server: ScriptedServer;
let pauses: RecordedPauses;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
  client = server.client(pauses.option);
});

afterEach(() => server.close());

const withFeatures = json(200, { ...done, features: { results: [] } });

/** A task that is done, without features. */
function without(retry_after_seconds?: number) {
  const features_problem = { ...problem(429, "quota-exhausted"), retry_after_seconds };
  return json(200, { ...done, features_problem });
}

test("each request of a wait asks for features", async () => {
  server.on(ACCEPT, cut, json(202, running)).on(READ, json(200, running), withFeatures);
  assert.ok((await client.indexAndWait(TEXT, { features: true })).features);
  assert.equal(server.received.length, 4);
  assert.ok(server.received.every((sent) => sent.query === INCLUDE));
  assert.equal(server.of(READ)[0]?.headers["prefer"], "wait=25");
});

test("without a wish nobody asks for features", async () => {
  server.on(ACCEPT, json(202, running)).on(READ, json(200, done));
  await client.indexAndWait(TEXT);
  await client.tasks.get(ID);
  assert.ok(server.received.every((sent) => sent.query === ""));
});

test("a wait with a listener has features too", async () => {
  const told: number[] = [];
  server
    .on(ACCEPT, json(202, running))
    .on(EVENTS, stream(event(1, "PROCESSING") + event(2, "DONE")))
    .on(READ, withFeatures);
  const onEvent = ({ data }: { data: { no: number } }) => void told.push(data.no);
  assert.ok((await client.indexAndWait(TEXT, { features: true, onEvent })).features);
  assert.deepEqual(told, [1, 2]);
});

test("features are asked for again when Anteroom says so", async () => {
  server.on(ACCEPT, without(7)).on(READ, without(9), cut, withFeatures);
  assert.ok((await client.indexAndWait(TEXT, { features: true })).features);
  assert.equal(server.of(ACCEPT).length, 1);
  assert.deepEqual(pauses.all.slice(0, 2), [7_000, 9_000]);
});

test("the task says why it has no features", async () => {
  server.on(ACCEPT, without());
  const task = await client.indexAndWait(TEXT, { features: true });
  assert.equal(task.features_problem?.status, 429);
  assert.equal(server.received.length, 1);
});

test("features are not asked for longer than any call is repeated, or than the wait", async () => {
  server.on(ACCEPT, without(1)).on(READ, without(1));
  const brief = server.client({ callTimeoutMs: 900 });
  assert.ok((await brief.indexAndWait(TEXT, { features: true })).features_problem);
  assert.ok((await brief.tasks.getWithFeatures(ID)).features_problem);
  const wait = { features: true, timeoutMs: 1_400 };
  assert.ok((await client.indexAndWait(TEXT, wait)).features_problem);
  assert.equal(server.received.length, 3);
});

test("a task of before is read with its features", async () => {
  server.on(READ, cut, without(7), withFeatures);
  assert.ok((await client.tasks.getWithFeatures(ID)).features);
  assert.ok(server.received.every((sent) => sent.query === INCLUDE));
  assert.equal(pauses.all[1], 7_000);
});
