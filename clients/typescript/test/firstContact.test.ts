import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { AnteroomClient, UnreachableError } from "../src/index.js";
import type { ClientOptions } from "../src/options.js";
import { PAUSE } from "../src/repeat/pause.js";
import { RecordedPauses } from "./pauses.js";
import { cut, html, json, ScriptedServer, stream } from "./scriptedServer.js";
import { done, event, ID } from "./taskJson.js";

const READ = `GET /tasks/${ID}`;
const SHORT: ClientOptions = { firstConnectTimeoutMs: 500 };
const NONE_MS = 0.001;

let server: ScriptedServer;
let pauses: RecordedPauses;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
});

afterEach(() => server.close());

/** Where nobody listens. */
async function closed(): Promise<string> {
  const { url } = server;
  await server.close();
  return url;
}

async function unreachable(call: Promise<unknown>): Promise<UnreachableError> {
  let thrown: unknown;
  await call.catch((failure: unknown) => (thrown = failure));
  assert.ok(thrown instanceof UnreachableError, String(thrown));
  return thrown;
}

test("nobody who listens is told soon", { timeout: 60_000 }, async () => {
  const url = await closed();
  const thrown = await unreachable(new AnteroomClient(url, "key", SHORT).tasks.get(ID));
  assert.equal(thrown.name, "UnreachableError");
  assert.equal(thrown.address, url);
  assert.match(thrown.message, /^http:\/\/127\.0\.0\.1:[0-9]+ was never reached: .*ECONNREFUSED/);
});

test("so is nobody at any address of a name", { timeout: 60_000 }, async () => {
  const url = (await closed()).replace("127.0.0.1", "localhost");
  const thrown = await unreachable(new AnteroomClient(`${url}/`, "key", SHORT).tasks.get(ID));
  assert.match(thrown.message, /^http:\/\/localhost:[0-9]+ was never reached: .*ECONNREFUSED/);
});

test("so is a name that nobody knows", { timeout: 60_000 }, async () => {
  const client = new AnteroomClient("http://anteroom.invalid:8080/api", "key", SHORT);
  const thrown = await unreachable(client.tasks.get(ID));
  assert.equal(thrown.address, "http://anteroom.invalid:8080/api");
});

test("a wait is told with its key", { timeout: 60_000 }, async () => {
  const client = new AnteroomClient(await closed(), "key", SHORT);
  const text = { text: "a text", collection_id: "rivers" };
  const wait = client.indexAndWait(text, { idempotencyKey: "import-17" });
  assert.equal((await unreachable(wait)).idempotencyKey, "import-17");
  await unreachable(client.batches.awaitEnd(ID));
});

test("a stream of events fails", { timeout: 60_000 }, async () => {
  const client = new AnteroomClient(await closed(), "key", SHORT);
  await unreachable(client.events().next());
});

test("who answered once is waited for", { timeout: 60_000 }, async () => {
  server.on(READ, json(200, done));
  const enough = new AbortController();
  let refusals = 0;
  const client = server.client({
    firstConnectTimeoutMs: NONE_MS,
    [PAUSE]: async (_ms, signal) => {
      if (++refusals === 5) {
        enough.abort(new Error("enough"));
      }
      signal.throwIfAborted();
    },
  });
  await client.tasks.get(ID);
  await server.close();
  await assert.rejects(client.tasks.get(ID, { signal: enough.signal }), { message: "enough" });
});

test("who was there and stays away is not called unreachable", { timeout: 60_000 }, async () => {
  server.on("GET /events", stream(event(1, "PROCESSING")));
  const client = server.client({ firstConnectTimeoutMs: NONE_MS, callTimeoutMs: 1_000 });
  await client.events().next();
  await server.close();
  await assert.rejects(client.tasks.get(ID), { name: "NoResponseError" });
});

test("who cuts a connection or refuses was there", async () => {
  server.on(READ, cut, html(503), json(200, done));
  const client = server.client({ ...pauses.option, firstConnectTimeoutMs: NONE_MS });
  assert.equal((await client.tasks.get(ID)).status, "DONE");
});
