import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import {
  type AnteroomClient,
  NoResponseError,
  ProblemError,
  TaskFailedError,
  TaskTimeoutError,
  UnreadableResponseError,
} from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, html, json, ScriptedServer, silence } from "./scriptedServer.js";
import { ACCEPT, done, failed, ID, problem, READ, running, TEXT } from "./taskJson.js";

let server: ScriptedServer;
let client: AnteroomClient;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = server.client(new RecordedPauses().option);
});

afterEach(() => server.close());

/** The failure of a call, which must be of this class. */
async function failure<E extends Error>(
  type: new (...args: never[]) => E,
  call: Promise<unknown>,
): Promise<E> {
  const thrown = await call.then(
    () => assert.fail("it did not fail"),
    (thrown: unknown) => thrown,
  );
  assert.ok(thrown instanceof type, `${thrown}`);
  return thrown;
}

test("a failed task is a failure with its reason", async () => {
  server.on(ACCEPT, json(200, failed("upstream-failed")));
  const thrown = await failure(TaskFailedError, client.indexAndWait(TEXT));
  assert.equal(thrown.name, "TaskFailedError");
  assert.equal(thrown.taskId, ID);
  assert.equal(thrown.task.status, "FAILED");
  assert.equal(thrown.failure.reason, "upstream-failed");
  assert.equal(thrown.failure.upstream_status, 422);
  assert.equal(thrown.message, `Task ${ID} is FAILED: too long`);
});

test("what the upstream refused is a failed task too", async () => {
  server
    .on(ACCEPT, json(422, problem(422, "upstream-refused")))
    .on(READ, json(200, failed("upstream-refused")));
  const thrown = await failure(TaskFailedError, client.indexAndWait(TEXT));
  assert.equal(thrown.failure.reason, "upstream-refused");
  assert.equal(server.of(ACCEPT).length, 1);
});

test("a cancelled task is a failure", async () => {
  server.on(ACCEPT, json(200, { ...failed("cancelled"), status: "CANCELLED" }));
  const thrown = await failure(TaskFailedError, client.indexAndWait(TEXT));
  assert.equal(thrown.task.status, "CANCELLED");
});

for (const status of [400, 401, 403, 404, 409, 413, 415, 422]) {
  test(`a request refused with ${status} is not repeated`, async () => {
    server.on(ACCEPT, json(status, problem(status, "some-problem")));
    const thrown = await failure(ProblemError, client.indexAndWait(TEXT));
    assert.equal(thrown.problemName, "some-problem");
    assert.equal(thrown.problem.status, status);
    assert.equal(thrown.problem.detail, "A detail");
    assert.equal(server.received.length, 1);
  });
}

for (const name of ["upstream-refused", "upstream-unauthorized", "upstream-unreadable"]) {
  test(`${name} is not repeated whatever its status`, async () => {
    server.on(READ, json(502, problem(502, name)));
    await failure(ProblemError, client.tasks.get(ID));
    assert.equal(server.received.length, 1);
  });
}

test("a refusal of a proxy is a problem without a name", async () => {
  server.on(ACCEPT, html(403));
  const thrown = await failure(ProblemError, client.indexAndWait(TEXT));
  assert.equal(thrown.problemName, "about:blank");
  assert.equal(thrown.problem.detail, "<html>403</html>");
});

for (const status of [200, 302]) {
  test(`a page of something else with ${status} is unreadable`, async () => {
    server.on(ACCEPT, html(status, { Location: "/login" }));
    const thrown = await failure(UnreadableResponseError, client.indexAndWait(TEXT));
    assert.equal(thrown.status, status);
    assert.equal(server.received.length, 1);
  });
}

test("a response without the id of a task is unreadable", async () => {
  server.on(ACCEPT, json(200, { status: "DONE" }));
  await failure(UnreadableResponseError, client.indexAndWait(TEXT));
});

test("a timeout carries the task", async () => {
  server.on(ACCEPT, json(202, running)).on(READ, json(200, running));
  const call = server.client().indexAndWait(TEXT, { timeoutMs: 1_000 });
  const thrown = await failure(TaskTimeoutError, call);
  assert.equal(thrown.taskId, ID);
  assert.ok(thrown.idempotencyKey);
});

test("a very short timeout carries the task, too", async () => {
  server.on(READ, silence);
  const thrown = await failure(TaskTimeoutError, client.awaitEnd(ID, { timeoutMs: 50 }));
  assert.equal(thrown.taskId, ID);
});

test("a timeout before the accept carries the key", async () => {
  server.on(ACCEPT, silence);
  const call = client.indexAndWait(TEXT, { timeoutMs: 50, idempotencyKey: "import-17" });
  const thrown = await failure(TaskTimeoutError, call);
  assert.equal(thrown.taskId, undefined);
  assert.equal(thrown.idempotencyKey, "import-17");
});

test("a timeout while the queue is full says so", async () => {
  server.on(ACCEPT, json(429, problem(429, "queue-full"), { "Retry-After": "60" }));
  const call = client.indexAndWait(TEXT, { timeoutMs: 50_000 });
  const thrown = await failure(TaskTimeoutError, call);
  assert.equal(thrown.taskId, undefined);
  assert.ok(thrown.cause instanceof ProblemError);
  assert.equal(thrown.cause.problemName, "queue-full");
  assert.equal(thrown.cause.retryAfterMs, 60_000);
});

test("nobody who responds is not waited for long", async () => {
  server.on(ACCEPT, cut);
  const brief = server.client({ callTimeoutMs: 200, waitPerRequestMs: 200 });
  const call = brief.indexAndWait(TEXT, { idempotencyKey: "import-17" });
  const thrown = await failure(NoResponseError, call);
  assert.equal(thrown.idempotencyKey, "import-17");
});

test("an address where nobody listens is no response", async () => {
  const nobody = server.client({ callTimeoutMs: 300 });
  await server.close();
  const thrown = await failure(NoResponseError, nobody.tasks.get(ID));
  assert.match(thrown.message, /ECONNREFUSED/);
});

test("a page of a proxy during a wait is passing", async () => {
  server
    .on(ACCEPT, json(202, running))
    .on(`${READ}/events`, html(200))
    .on(READ, html(200), html(200), json(200, done));
  assert.equal((await client.indexAndWait(TEXT)).status, "DONE");
});

for (const body of [
  { type: "unavailable", detail: [{ msg: "draining" }] },
  { type: "unavailable", detail: {}, title: 7, task_id: 7 },
  { type: [1] },
  [1],
]) {
  test(`an error of another form: ${JSON.stringify(body)}`, async () => {
    server.on(READ, json(503, body, { "retry-after": "5" }), json(200, done));
    assert.equal((await client.tasks.get(ID)).status, "DONE");
    server.on("GET /batches", json(400, body));
    const thrown = await failure(ProblemError, client.batches.page());
    assert.equal(thrown.problem.status, 400);
    assert.equal(typeof thrown.problem.detail, "string");
    assert.equal(thrown.problem.task_id, undefined);
  });
}
