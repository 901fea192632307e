import assert from "node:assert/strict";
import { openAsBlob } from "node:fs";
import { after, before, describe, test } from "node:test";
import {
  AnteroomClient,
  hasEnded,
  ProblemError,
  TaskFailedError,
  TaskTimeoutError,
} from "../../src/index.js";
import { CallbackReceiver } from "./callbackReceiver.js";
import { Replica } from "./replica.js";
import { CALLBACK_SECRET, KEY, notBuilt, Servers } from "./servers.js";

/** All calls but those about batches on the packaged service. */
describe("the service", { skip: notBuilt(), timeout: 600_000 }, () => {
  let servers: Servers;
  let replica: Replica;
  let client: AnteroomClient;

  before(async () => {
    servers = await Servers.start();
    replica = await Replica.start(servers.environment);
    client = new AnteroomClient(replica.url, KEY);
  });

  after(async () => {
    await replica?.kill();
    await servers?.stop();
  });

  test("a file is indexed, waited for and found", async () => {
    const name = 'a "name" of café.json';
    const file = new File([await openAsBlob("package.json")], name);
    const metadata = { river: "Neckar" };
    const request = { file, collection_id: "bridges", metadata };
    const task = await client.indexAndWait(request, { features: true });
    assert.ok(task.features?.["results"], JSON.stringify(task));
    assert.equal((task["file"] as { name: string }).name, name);
    const found = await client.search({ query: "anteroom" });
    assert.ok(found.results.some((hit) => hit.asset_id === task.asset_id));
    assert.ok((await client.tasks.getWithFeatures(task.task_id)).features);
  });

  test("a failure is typed and can be retried", async () => {
    const gone = client.indexAndWait({ url: "http://127.0.0.1:1/gone", collection_id: "bridges" });
    const failure: unknown = await gone.catch((thrown: unknown) => thrown);
    assert.ok(failure instanceof TaskFailedError);
    assert.equal(failure.failure.reason, "upstream-failed");
    const retry = await client.tasks.retry(failure.task.task_id);
    assert.equal(retry.retry_of, failure.task.task_id);
    await assert.rejects(client.awaitEnd(retry.task_id), TaskFailedError);
  });

  test("what the service refuses is a problem", async () => {
    const text = { text: "a text", collection_id: "bridges" };
    const refused: unknown = await client
      .indexAndWait({ ...text, priority: 1_000 })
      .catch((thrown: unknown) => thrown);
    assert.ok(refused instanceof ProblemError);
    assert.equal(refused.problemName, "invalid-field");
    assert.equal(refused.problem.field, "priority");
    await client.submit(text, { idempotencyKey: "once" });
    const another = client.submit({ ...text, text: "another" }, { idempotencyKey: "once" });
    await assert.rejects(another, { problemName: "idempotency-key-reused" });
  });

  test("a wait that is too short can be gone on with", async () => {
    const call = client.indexAndWait({ text: "slow", collection_id: "a" }, { timeoutMs: 1_000 });
    const timeout: unknown = await call.catch((thrown: unknown) => thrown);
    assert.ok(timeout instanceof TaskTimeoutError && timeout.taskId !== undefined);
    assert.equal((await client.awaitEnd(timeout.taskId)).status, "DONE");
  });

  test("a task is cancelled", async () => {
    const { task_id } = await client.submit({ text: "not needed", collection_id: "bridges" });
    assert.equal((await client.tasks.cancel(task_id)).status, "CANCELLED");
    await assert.rejects(client.awaitEnd(task_id), TaskFailedError);
  });

  test("the events of a task come in order", async () => {
    const { task_id } = await client.submit({ text: "watched", collection_id: "bridges" });
    const numbers = [];
    let last;
    for await (const event of client.tasks.events(task_id)) {
      numbers.push(event.data.no);
      last = event;
    }
    assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
    assert.equal(last?.type, "task.done");
  });

  test("the events of all tasks are read", async () => {
    const events = client.events();
    const first = events.next();
    const { task_id } = await client.submit({ text: "seen by all", collection_id: "bridges" });
    for (let event = await first; !event.done; event = await events.next()) {
      if (event.value.data.task_id === task_id && hasEnded(event.value.data)) {
        break;
      }
    }
    await events.return();
  });

  test("a callback is verified", async () => {
    const receiver = await CallbackReceiver.start(CALLBACK_SECRET);
    try {
      const text = { text: "told", collection_id: "bridges", callback_url: receiver.url };
      const task = await client.indexAndWait(text);
      const callback = await receiver.first;
      assert.ok(callback.type === "task.done");
      assert.equal(callback.data.task_id, task.task_id);
    } finally {
      receiver.close();
    }
  });
});
