import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { AnteroomClient, TaskEvent } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { html, json, ScriptedServer, stream } from "./scriptedServer.js";
import { ACCEPT, done, event, EVENTS, READ, running, TEXT } from "./taskJson.js";

let server: ScriptedServer;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = server.client(new RecordedPauses().option);
  server.on(ACCEPT, json(202, running));
});

afterEach(() => server.close());

test("after two cuts the event stream takes over", async () => {
  server
    .on(READ, html(502), html(504), json(200, done))
    .on(EVENTS, stream(event(1, "PROCESSING") + event(2, "DONE")));
  assert.equal((await client.indexAndWait(TEXT)).status, "DONE");
  assert.equal(server.of(EVENTS).length, 1);
  assert.equal(server.of(READ).length, 3);
});

test("where streams are cut too the task is read again", async () => {
  server.on(READ, html(502), html(504), json(200, done)).on(EVENTS, html(503), html(429));
  assert.equal((await client.indexAndWait(TEXT)).status, "DONE");
  assert.equal(server.of(EVENTS).length, 2);
});

test("each event is told once through cuts, before the wait ends", async () => {
  server
    .on(READ, json(200, done))
    .on(
      EVENTS,
      stream(event(1, "PROCESSING")),
      html(503),
      stream(event(2, "PROCESSING") + event(3, "DONE")),
    );
  const told: number[] = [];
  const onEvent = async (event: TaskEvent) => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    told.push(event.data.no);
  };
  assert.equal((await client.indexAndWait(TEXT, { onEvent })).status, "DONE");
  assert.deepEqual(told, [1, 2, 3]);
  assert.equal(server.of(EVENTS)[2]?.headers["last-event-id"], "1");
});

test("where no stream can be opened the wait ends without the last events", async () => {
  server.on(READ, json(200, done)).on(EVENTS, html(503));
  const told: TaskEvent[] = [];
  const onEvent = (event: TaskEvent) => void told.push(event);
  assert.equal((await client.indexAndWait(TEXT, { onEvent })).status, "DONE");
  assert.deepEqual(told, []);
});

test("a listener that fails fails the wait", async () => {
  server.on(EVENTS, stream(event(1, "PROCESSING")));
  const onEvent = () => Promise.reject(new RangeError("no room"));
  const thrown = { name: "RangeError", message: "no room" };
  await assert.rejects(client.indexAndWait(TEXT, { onEvent }), thrown);
});
