import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { AnteroomClient, type Task, type TaskEvent } from "../../src/index.js";
import { until } from "./process.js";
import { Replica } from "./replica.js";
import { KEY, notBuilt, Servers } from "./servers.js";
import { type Scene, story } from "./story.js";

const MINUTE = 60_000;
const PATIENT = { timeout: 5 * MINUTE };

describe("the replica that holds a request ends", { skip: notBuilt() }, () => {
  let servers: Servers;

  before(async () => {
    servers = await Servers.start();
  });

  after(async () => {
    await servers?.stop();
  });

  async function assertDoneOnce(scene: Scene, call: Promise<Task>, reference: string) {
    const task = await call;
    assert.equal(task.status, "DONE");
    const ids = [];
    for await (const found of clientOf(scene).tasks.list({ reference })) {
      ids.push(found.task_id);
    }
    assert.deepEqual(ids, [task.task_id]);
  }

  function clientOf(scene: Scene): AnteroomClient {
    return new AnteroomClient(scene.balancer.url, KEY);
  }

  /** Begins to index a text that takes three seconds, and returns when the request is held back. */
  async function held(scene: Scene, reference: string) {
    let isOver = false;
    const request = { text: "a text", collection_id: "rivers", reference };
    const call = clientOf(scene).indexAndWait(request, { timeoutMs: 3 * MINUTE });
    call.finally(() => (isOver = true)).catch(() => {});
    await until(async () => (await scene.replicas[0]?.waiting()) === 1);
    return { call, isOver: () => isOver };
  }

  test("another one takes over after a kill", PATIENT, () =>
    story(servers, 2, async (scene) => {
      const before = await servers.upstreamTasks();
      const { call, isOver } = await held(scene, "after-kill");
      await scene.replicas[0]?.kill();
      assert.equal(isOver(), false, "the kill came before the end");
      await assertDoneOnce(scene, call, "after-kill");
      assert.equal(await servers.upstreamTasks(), before + 1);
    }),
  );

  test("a restart takes over after a kill", PATIENT, () =>
    story(servers, 1, async (scene) => {
      const before = await servers.upstreamTasks();
      const told: TaskEvent[] = [];
      const bytes = "a text in a file".repeat(10_000);
      const file = new File([bytes], "a.txt", { type: "text/plain" });
      const call = clientOf(scene).indexAndWait(
        { file, collection_id: "rivers", reference: "after-restart" },
        { timeoutMs: 3 * MINUTE, onEvent: (event) => void told.push(event) },
      );
      await until(() => told.some((event) => event.data.phase === "running"));
      await scene.replicas[0]?.kill();
      assert.notEqual(told.at(-1)?.data.phase, "ended", "the kill came before the end");
      const again = await Replica.start(servers.environment);
      scene.replicas.push(again);
      scene.balancer.add(again);
      await assertDoneOnce(scene, call, "after-restart");
      const numbers = told.map((event) => event.data.no);
      assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
      assert.equal(told.at(-1)?.data.status, "DONE");
      assert.equal(await servers.upstreamTasks(), before + 1);
    }),
  );

  test("another one takes over after a stop", PATIENT, () =>
    story(servers, 2, async (scene) => {
      const { call } = await held(scene, "after-stop");
      await scene.replicas[0]?.stop();
      await assertDoneOnce(scene, call, "after-stop");
    }),
  );
});
