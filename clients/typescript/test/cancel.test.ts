import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import type { AnteroomClient } from "../src/index.js";
import { json, ScriptedServer, silence } from "./scriptedServer.js";
import { ACCEPT, ID, READ, running, TEXT } from "./taskJson.js";

const SOON = { timeout: 60_000 };
const DELETE = `DELETE /tasks/${ID}`;

let server: ScriptedServer;
let client: AnteroomClient;
let stop: AbortController;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = server.client();
  stop = new AbortController();
});

afterEach(() => server.close());

/** Fulfilled when the task is cancelled. */
function cancelled(): Promise<void> {
  return new Promise((resolve) => {
    server.on(DELETE, (response) => {
      resolve();
      return json(202, running)(response);
    });
  });
}

test("a cancel ends the request and leaves the task alone", SOON, async () => {
  let closed: Promise<unknown> | undefined;
  server.on(ACCEPT, json(202, running)).on(READ, (response) => {
    closed = once(response, "close");
    stop.abort(new RangeError("enough"));
  });
  await assert.rejects(client.indexAndWait(TEXT, { signal: stop.signal }), { message: "enough" });
  await closed;
  assert.equal(server.received.length, 2);
});

test("a cancel ends a pause", async () => {
  server.on(READ, (response) => {
    setTimeout(() => stop.abort(), 50);
    return json(503, {}, { "Retry-After": "60" })(response);
  });
  await assert.rejects(client.tasks.get(ID, { signal: stop.signal }), { name: "AbortError" });
});

test("a call that is cancelled before sends nothing", async () => {
  stop.abort();
  await assert.rejects(client.tasks.get(ID, { signal: stop.signal }), { name: "AbortError" });
  assert.equal(server.received.length, 0);
});

test("a cancel ends the task too if it is asked to", SOON, async () => {
  const deleted = cancelled();
  server.on(ACCEPT, json(202, running)).on(READ, () => stop.abort());
  const options = { signal: stop.signal, cancelTask: true };
  await assert.rejects(client.indexAndWait(TEXT, options), { name: "AbortError" });
  await deleted;
  assert.equal(server.of(ACCEPT)[0]?.headers["prefer"], "respond-async");
});

test("a cancel during the accept ends the task once it is known", SOON, async () => {
  const deleted = cancelled();
  let goOn = () => {};
  const over = new Promise<void>((resolve) => (goOn = resolve));
  server.on(ACCEPT, async (response) => {
    stop.abort();
    await over;
    await json(202, running)(response);
  });
  const options = { signal: stop.signal, cancelTask: true };
  await assert.rejects(client.indexAndWait(TEXT, options), { name: "AbortError" });
  goOn();
  await deleted;
  assert.equal(server.of(ACCEPT).length, 1);
});

test("a timeout of the platform is a reason like any other", async () => {
  server.on(ACCEPT, silence);
  const signal = AbortSignal.timeout(50);
  await assert.rejects(client.submit(TEXT, { signal }), { name: "TimeoutError" });
});
