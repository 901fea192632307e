import assert from "node:assert/strict";
import { once } from "node:events";
import { afterEach, beforeEach, test } from "node:test";
import { type AnteroomClient, ProblemError, type TaskEvent } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { html, json, openStream, ScriptedServer, stream } from "./scriptedServer.js";
import { event, EVENTS, ID, problem } from "./taskJson.js";

const ALL = "GET /events";

let server: ScriptedServer;
let pauses: RecordedPauses;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  pauses = new RecordedPauses();
  client = server.client(pauses.option);
});

afterEach(() => server.close());

async function take(events: AsyncIterable<TaskEvent>, count = Infinity): Promise<TaskEvent[]> {
  const taken: TaskEvent[] = [];
  for await (const event of events) {
    taken.push(event);
    if (taken.length === count) {
      break;
    }
  }
  return taken;
}

function ids(events: TaskEvent[]): string[] {
  return events.map((event) => event.id);
}

test("the events of a task come to its end", async () => {
  server.on(EVENTS, stream(`retry: 1000\n\n${event(1, "PROCESSING")}${event(2, "DONE")}`));
  const events = await take(client.tasks.events(ID));
  assert.deepEqual(ids(events), ["1", "2"]);
  assert.equal(events[1]?.type, "task.done");
  assert.equal(events[1]?.data.task_id, ID);
  assert.equal(events[1]?.data.no, 2);
  assert.equal(server.of(EVENTS)[0]?.headers.accept, "text/event-stream");
});

test("after a cut the stream goes on after the last event", async () => {
  server.on(
    EVENTS,
    stream(event(1, "PROCESSING")),
    html(502),
    html(503, { "Retry-After": "3" }),
    stream(event(2, "DONE")),
  );
  assert.deepEqual(ids(await take(client.tasks.events(ID))), ["1", "2"]);
  const places = server.of(EVENTS).map((request) => request.headers["last-event-id"]);
  assert.deepEqual(places, [undefined, "1", "1", "1"]);
  assert.ok((pauses.all[2] ?? 0) >= 3_000, `${pauses.all}`);
});

test("the time to come back is honoured", async () => {
  server.on(EVENTS, stream("retry: 4000\n\n"), stream(event(1, "DONE")));
  await take(client.tasks.events(ID));
  assert.deepEqual(pauses.all, [4_000]);
});

test("a reader who has the last event is done", async () => {
  server.on(EVENTS, stream(event(1, "PROCESSING")), json(204, ""));
  assert.deepEqual(ids(await take(client.tasks.events(ID))), ["1"]);
});

test("the stream of all tasks begins at its place and goes on after the end of a task", async () => {
  server.on(ALL, stream("id: 40-0\n\n"), stream(event(7, "DONE") + event(8, "DONE")));
  assert.deepEqual(ids(await take(client.events(), 2)), ["7", "8"]);
  assert.equal(server.of(ALL)[1]?.headers["last-event-id"], "40-0");
});

test("a stream can begin after an event", async () => {
  server.on(ALL, stream(event(8, "DONE")));
  await take(client.events({ after: "7" }), 1);
  assert.equal(server.of(ALL)[0]?.headers["last-event-id"], "7");
});

test("a refused stream fails", async () => {
  server.on(ALL, json(401, problem(401, "unauthorized")));
  await assert.rejects(take(client.events()), ProblemError);
  assert.equal(server.received.length, 1);
});

test("to leave the loop closes the connection", { timeout: 60_000 }, async () => {
  let closed: Promise<unknown> | undefined;
  server.on(ALL, (response) => {
    openStream(response);
    response.write(event(1, "DONE"));
    closed = once(response, "close");
  });
  await take(client.events(), 1);
  await closed;
});

test("a signal ends a stream that is silent", async () => {
  const stop = new AbortController();
  server.on(ALL, (response) => {
    openStream(response);
    stop.abort();
  });
  await assert.rejects(take(client.events({ signal: stop.signal })), { name: "AbortError" });
  await assert.rejects(take(client.events({ signal: stop.signal })), { name: "AbortError" });
  assert.equal(server.received.length, 1, "nothing is asked when it is too late");
});

/** Without a reader the network fills, and the server cannot write any more. */
test("nothing is read for a loop that takes nothing", async () => {
  let written = 0;
  server.on(EVENTS, async (response) => {
    openStream(response);
    const many = event(1, "PROCESSING").repeat(1_000);
    while (!response.closed && written < 200_000_000) {
      written += many.length;
      if (!response.write(many)) {
        await Promise.race([once(response, "drain"), once(response, "close")]);
      }
    }
  });
  const events = client.tasks.events(ID);
  await events.next();
  let before;
  do {
    before = written;
    await new Promise((resolve) => setTimeout(resolve, 300));
  } while (written !== before);
  assert.ok(before < 200_000_000, `it was held back after ${before} characters`);
  for (let i = 0; i < 100; i++) {
    assert.equal((await events.next()).done, false);
  }
  await events.return();
});

test("a silent stream is opened again", async () => {
  server.on(EVENTS, openStream, stream(event(1, "DONE")));
  const impatient = server.client({ ...pauses.option, responseTimeoutMs: 100 });
  await take(impatient.tasks.events(ID));
  assert.equal(server.received.length, 2);
});
