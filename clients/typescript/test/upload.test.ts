import assert from "node:assert/strict";
import { mkdtemp, openAsBlob } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, test } from "node:test";
import { type AnteroomClient, UnreadableFileError } from "../src/index.js";
import { RecordedPauses } from "./pauses.js";
import { cut, json, ScriptedServer, silence } from "./scriptedServer.js";
import { ACCEPT, done, READ, running } from "./taskJson.js";

let server: ScriptedServer;
let client: AnteroomClient;
let folder: string;

beforeEach(async () => {
  server = await ScriptedServer.start();
  client = server.client(new RecordedPauses().option);
  folder = await promisify(mkdtemp)(join(tmpdir(), "anteroom-client-"));
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

async function fileOf(text: string): Promise<Blob> {
  await writeFile(join(folder, "a.txt"), text);
  return openAsBlob(join(folder, "a.txt"));
}

test("a file is a form, whose texts are as they were", async () => {
  server.on(ACCEPT, json(202, running)).on(READ, json(200, done));
  const file = new File(["the bytes"], 'a "quoted" café.txt', { type: "text/plain" });
  await client.indexAndWait({
    file,
    collection_id: "rivers",
    metadata: { river: "Neckar" },
    priority: 3,
    title: "two\nlines",
    nothing: null,
  });
  const sent = server.of(ACCEPT)[0];
  const boundary = sent?.headers["content-type"]?.replace("multipart/form-data; boundary=", "");
  const lines = [
    "--B",
    'Content-Disposition: form-data; name="collection_id"',
    "",
    "rivers",
    "--B",
    'Content-Disposition: form-data; name="metadata"',
    "",
    '{"river":"Neckar"}',
    "--B",
    'Content-Disposition: form-data; name="priority"',
    "",
    "3",
    "--B",
    'Content-Disposition: form-data; name="title"',
    "",
    "two\nlines",
    "--B",
    'Content-Disposition: form-data; name="file"; filename="a %22quoted%22 café.txt"',
    "Content-Type: text/plain",
    "",
    "the bytes",
    "--B--",
    "",
  ];
  assert.equal(sent?.body.replaceAll(boundary ?? "", "B"), lines.join("\r\n"));
});

test("an upload is not repeated for the sake of a wait", async () => {
  server.on(ACCEPT, json(202, running)).on(READ, cut, json(200, done));
  await client.indexAndWait({ file: await fileOf("the bytes"), collection_id: "rivers" });
  assert.equal(server.of(ACCEPT).length, 1);
  assert.equal(server.of(ACCEPT)[0]?.headers["prefer"], "respond-async");
});

test("an upload that was cut is repeated as it was", async () => {
  server.on(ACCEPT, cut, json(200, done));
  await client.indexAndWait({ file: await fileOf("from disk"), collection_id: "rivers" });
  const [first, second] = server.of(ACCEPT);
  assert.match(first?.body ?? "", /from disk/);
  assert.equal(first?.body, second?.body);
  assert.equal(first?.headers["idempotency-key"], second?.headers["idempotency-key"]);
});

test("a file that is gone is not tried again", async () => {
  const file = await fileOf("the bytes");
  await rm(join(folder, "a.txt"));
  const call = client.indexAndWait({ file, collection_id: "rivers" });
  await assert.rejects(call, UnreadableFileError);
  assert.equal(server.received.length, 0);
});

test("a file that is gone after a cut is not tried again", async () => {
  server.on(ACCEPT, async (response) => {
    await rm(join(folder, "a.txt"));
    await cut(response);
  });
  const call = client.indexAndWait({ file: await fileOf("the bytes"), collection_id: "rivers" });
  await assert.rejects(call, UnreadableFileError);
  assert.equal(server.received.length, 1);
});

test("an upload may take longer than other requests", async () => {
  server.on(ACCEPT, silence, json(200, done));
  const impatient = server.client({ responseTimeoutMs: 100, uploadTimeoutMs: 400 });
  const started = performance.now();
  await impatient.indexAndWait({ file: await fileOf("the bytes"), collection_id: "rivers" });
  assert.ok(performance.now() - started >= 500);
});

test("a search by file is a form", async () => {
  server.on("POST /search/upload", json(200, { results: [] }));
  await client.search({ file: new File(["x"], "a.png", { type: "image/png" }) });
  const body = server.received[0]?.body ?? "";
  assert.ok(body.includes('filename="a.png"\r\nContent-Type: image/png\r\n'), body);
});

test("half of a surrogate pair is not sent", async () => {
  const file = new File(["the bytes"], "a.txt");
  for (const request of [
    { file, collection_id: "shop\ud83d" },
    { file, collection_id: "c", reference: "\ude00x" },
  ]) {
    await assert.rejects(async () => client.indexAndWait(request), /half of a surrogate pair/);
  }
  const list = async () => client.tasks.page({ collection_id: "shop\ud83d" });
  await assert.rejects(list, /parameter collection_id has half/);
  assert.equal(server.received.length, 0);
});
