import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { cut, json, type Responder, ScriptedServer, stream } from "./scriptedServer.js";
import { ACCEPT, done, event, EVENTS, ID, problem, READ, running } from "./taskJson.js";

const BROWSER = "chromium";
const isHere = spawnSync(BROWSER, ["--version"]).status === 0;

/** What the page does. It sends what came of it to the server. */
const PAGE = `<!DOCTYPE html><link rel="icon" href="data:,"><script type="module">
  const report = (result) => fetch("/report", { method: "POST", body: JSON.stringify(result) });
  try {
    const { AnteroomClient, CallbackVerifier, TaskFailedError } = await import("/dist/index.js");
    const client = new AnteroomClient(location.origin, "key-of-the-page");
    const text = await client.indexAndWait({ text: "a text", collection_id: "rivers" });
    const input = new File(["the bytes"], "a.txt", { type: "text/plain" });
    const file = await client.submit({ file: input, collection_id: "rivers" });
    const numbers = [];
    for await (const event of client.tasks.events("${ID}")) numbers.push(event.data.no);
    const problem = await client.tasks.retry("${ID}").catch((e) => e.problemName);
    const stop = new AbortController();
    stop.abort();
    const abort = await client.awaitEnd("${ID}", { signal: stop.signal }).catch((e) => e.name);
    const verifier = new CallbackVerifier("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", {
      now: () => 1614265330000,
    });
    const callback = await verifier.verify('{"test": 2432232314}', new Headers({
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }));
    await report([text.asset_id, file.task_id, numbers, problem, abort, callback.id]);
  } catch (e) {
    await report(String(e));
  }
</script>`;

function content(type: string, text: string): Responder {
  return (response) => void response.writeHead(200, { "Content-Type": type }).end(text);
}

/** The server of the page, with the client as it is shipped. */
async function start(): Promise<ScriptedServer> {
  const server = await ScriptedServer.start();
  server.on("GET /", content("text/html", PAGE));
  for (const file of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
    if (file.endsWith(".js")) {
      const source = readFileSync(join("dist", file), "utf8");
      server.on(`GET /dist/${file}`, content("text/javascript", source));
    }
  }
  return server
    .on(ACCEPT, cut, json(202, running), json(202, running))
    .on(READ, cut, json(200, done))
    .on(EVENTS, stream(event(1, "PROCESSING")), stream(event(2, "DONE")))
    .on(`POST /tasks/${ID}/retry`, json(409, problem(409, "not-retryable")));
}

const skip = isHere ? undefined : `NOT CHECKED: there is no ${BROWSER}`;

test("the client works in a browser", { skip, timeout: 120_000 }, async () => {
  const server = await start();
  // In target/, where the next run removes it: the browser's own processes still write to it for a moment after the end.
  const profile = mkdtempSync(join("target", "browser-"));
  const flags = ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${profile}`];
  const reported = new Promise<void>((resolve) => {
    server.on("POST /report", (response) => {
      response.end();
      resolve();
    });
  });
  const browser = spawn(BROWSER, [...flags, `${server.url}/`], { stdio: "ignore" });
  const ended = once(browser, "exit");
  try {
    await Promise.race([reported, ended]);
  } finally {
    browser.kill("SIGTERM");
    await ended;
    await server.close();
  }
  const [report] = server.of("POST /report");
  assert.deepEqual(JSON.parse(report?.body ?? ""), [
    "asset-7",
    ID,
    [1, 2],
    "not-retryable",
    "AbortError",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
  ]);
  const upload = server.of(ACCEPT).at(-1);
  assert.match(upload?.body ?? "", /filename="a.txt"\r\nContent-Type: text\/plain\r\n\r\nthe bytes/);
  const keys = server.of(ACCEPT).map((request) => request.headers["idempotency-key"]);
  assert.equal(keys[0], keys[1], "a cut call is repeated with its key");
});
