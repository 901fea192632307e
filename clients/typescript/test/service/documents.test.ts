import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, before, describe, test } from "node:test";
import { blocks, CLIENTS } from "../page.js";
import { until } from "./process.js";
import { KEY, notBuilt, Servers } from "./servers.js";
import { story } from "./story.js";

const URL_OF_THE_SANDBOX = "http://localhost:8080";
const KEY_OF_THE_SANDBOX = "sandbox-client-key-0123456789abcdef";
const PATIENT = { timeout: 300_000 };

/** Why a program is not tried; undefined if it is there. */
function notHere(program: string): string | undefined {
  const isHere = spawnSync(program, ["--version"]).status === 0;
  return isHere ? undefined : `NOT CHECKED: there is no ${program}`;
}

/** The only block of the page in a language, for this service. */
function example(language: string, url: string): string {
  const [block = "", ...more] = blocks(CLIENTS, language);
  assert.ok(block.includes(URL_OF_THE_SANDBOX) && block.includes(KEY_OF_THE_SANDBOX), language);
  assert.deepEqual(more, [], "one block");
  return block.replaceAll(URL_OF_THE_SANDBOX, url).replaceAll(KEY_OF_THE_SANDBOX, KEY);
}

/** Runs a program in a folder of its own, and returns what it printed. */
async function run(program: string, args: string[]): Promise<string> {
  const child = spawn(program, args, { cwd: folder(), stdio: ["ignore", "pipe", "pipe"] });
  const exit = once(child, "exit");
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await exit;
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

function folder(): string {
  mkdirSync("target/examples", { recursive: true });
  return mkdtempSync("target/examples/run-");
}

describe("the examples of the pages", { skip: notBuilt() }, () => {
  let servers: Servers;

  before(async () => {
    servers = await Servers.start();
  });

  after(async () => {
    await servers?.stop();
  });

  /** Each task is submitted once, although the replica that holds the call is killed. */
  function survivesAKill(language: string, command: (code: string) => [string, string[]]) {
    return story(servers, 2, async ({ balancer, replicas }) => {
      const before = await servers.upstreamTasks();
      let isOver = false;
      const output = run(...command(example(language, balancer.url)));
      output.finally(() => (isOver = true)).catch(() => {});
      await until(async () => isOver || (await replicas[0]?.waiting()) === 1);
      await replicas[0]?.kill();
      assert.equal(isOver, false, "the kill came before the end");
      assert.match(await output, /DONE/);
      assert.equal(await servers.upstreamTasks(), before + 1);
    });
  }

  test("Python", { ...PATIENT, skip: notHere("python3") }, () =>
    survivesAKill("python", (code) => ["python3", ["-c", code]]),
  );

  test("shell", { ...PATIENT, skip: notHere("curl") }, () =>
    survivesAKill("sh", (code) => ["sh", ["-c", code]]),
  );

  test("TypeScript", PATIENT, () =>
    survivesAKill("ts", (code) => {
      const file = join(folder(), "example.mjs");
      writeFileSync(file, code);
      return [process.execPath, [join(process.cwd(), file)]];
    }),
  );
});
