import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AnteroomClient, type BatchFilter, hasEnded, type BatchRequest } from "../../src/index.js";
import { Replica } from "./replica.js";
import { KEY, notBuilt, Servers } from "./servers.js";

/** All calls about batches on the packaged service. */
describe("batches of the service", { skip: notBuilt(), timeout: 600_000 }, () => {
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

  function texts(count: number): BatchRequest["items"] {
    return Array.from({ length: count }, (_, i) => ({ text: `${i}`, collection_id: "many" }));
  }

  async function ids(filter: BatchFilter): Promise<string[]> {
    const found = [];
    for await (const batch of client.batches.list(filter)) {
      found.push(batch.batch_id);
    }
    return found;
  }

  test("a batch is accepted, awaited and listed", async () => {
    const reference = "import-17";
    const { batch_id } = await client.batches.submit({ items: texts(120), reference });
    const batch = await client.batches.awaitEnd(batch_id);
    assert.equal(batch.counts.DONE, 120);
    const tasks = new Set<string>();
    for await (const task of client.tasks.list({ batch: batch_id, status: ["DONE"] })) {
      tasks.add(task.task_id);
    }
    assert.equal(tasks.size, 120);
    assert.deepEqual(await ids({ reference, ended: true }), [batch_id]);
    assert.deepEqual(await ids({ reference, ended: false }), []);
  });

  test("the events of a batch end with it", async () => {
    const receipt = await client.batches.submit({ items: texts(5) });
    const ended = new Set<string | undefined>();
    for await (const { data } of client.batches.events(receipt.batch_id)) {
      if (hasEnded(data)) {
        ended.add(data.task_id);
      }
    }
    assert.deepEqual(ended, new Set(receipt.items.map((item) => item.task_id)));
    assert.equal((await client.batches.get(receipt.batch_id)).open, 0);
  });

  test("what failed of a batch is retried", async () => {
    const gone = { url: "http://127.0.0.1:1/gone", collection_id: "many" };
    const first = await client.batches.submit({ items: [...texts(1), gone] });
    assert.equal((await client.batches.awaitEnd(first.batch_id)).counts.FAILED, 1);
    const again = await client.batches.retry(first.batch_id);
    assert.equal(again.items.length, 1);
    assert.equal(again.items[0]?.retry_of, first.items[1]?.task_id);
    assert.equal((await client.batches.awaitEnd(again.batch_id)).retry_of, first.batch_id);
    await assert.rejects(client.batches.retry(first.batch_id), { problemName: "not-retryable" });
  });

  test("a batch is cancelled", async () => {
    const { batch_id } = await client.batches.submit({ items: texts(20) });
    await client.batches.cancel(batch_id);
    const { counts } = await client.batches.awaitEnd(batch_id);
    assert.equal(counts.CANCELLED + counts.DONE, 20);
    assert.ok(counts.CANCELLED > 0);
  });
});
