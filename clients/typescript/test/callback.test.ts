import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { beforeEach, test } from "node:test";
import { CallbackError, CallbackVerifier } from "../src/index.js";
import { ID as TASK } from "./taskJson.js";

/** The example in the documents of Standard Webhooks. */
const SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const TIME = 1614265330;
const BODY = '{"test": 2432232314}';
const SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const OTHER = "whsec_c2FuZGJveC1jYWxsYmFjay1zZWNyZXQtbm90LXNlY3JldA==";

let headers: Record<string, string>;

beforeEach(() => {
  headers = {
    "webhook-id": ID,
    "webhook-timestamp": String(TIME),
    "webhook-signature": SIGNATURE,
  };
});

function secretOf(bytes: number): string {
  return `whsec_${Buffer.alloc(bytes).toString("base64")}`;
}

/** A verifier for whom the callback came so many seconds ago. */
function verifier(seconds: number, ...secrets: string[]): CallbackVerifier {
  return new CallbackVerifier(secrets, { now: () => (TIME + seconds) * 1000 });
}

function signed(body: string): Promise<{ id: string; type: string; data: unknown }> {
  const hmac = createHmac("sha256", Buffer.from(SECRET.slice(6), "base64"));
  const signature = hmac.update(`${ID}.${TIME}.${body}`).digest("base64");
  return verifier(0, SECRET).verify(body, { ...headers, "webhook-signature": `v1,${signature}` });
}

test("the example of the standard is verified, however the request is given", async () => {
  const bytes = new TextEncoder().encode(BODY);
  for (const body of [BODY, bytes, bytes.buffer, Buffer.from(BODY)]) {
    const callback = await verifier(0, SECRET).verify(body, headers);
    assert.deepEqual(callback, { id: ID, test: 2432232314 });
  }
  assert.equal((await verifier(0, SECRET).verify(BODY, new Headers(headers))).id, ID);
  const upper = Object.entries(headers).map(([name, value]) => [name.toUpperCase(), [value]]);
  assert.equal((await verifier(0, SECRET).verify(BODY, Object.fromEntries(upper))).id, ID);
});

test("one of several secrets and one of several signatures is enough", async () => {
  headers["webhook-signature"] = `v1a,AAAA v1,AAAA v1,!! ${SIGNATURE}`;
  assert.equal((await verifier(0, OTHER, SECRET).verify(BODY, headers)).id, ID);
});

test("another body, id, time or secret is refused", async () => {
  await assert.rejects(verifier(0, SECRET).verify(`${BODY} `, headers), CallbackError);
  await assert.rejects(verifier(0, OTHER).verify(BODY, headers), CallbackError);
  for (const [name, value] of [
    ["webhook-id", `${ID}x`],
    ["webhook-timestamp", String(TIME + 1)],
  ] as const) {
    const changed = { ...headers, [name]: value };
    await assert.rejects(verifier(0, SECRET).verify(BODY, changed), CallbackError);
  }
});

for (const name of ["webhook-id", "webhook-timestamp", "webhook-signature"]) {
  test(`a callback whose ${name} is missing or empty is refused`, async () => {
    headers[name] = "";
    await assert.rejects(verifier(0, SECRET).verify(BODY, headers), CallbackError);
    await assert.rejects(verifier(0, SECRET).verify(BODY, new Headers()), CallbackError);
  });
}

test("the time of a callback may differ by five minutes", async () => {
  for (const seconds of [301, -301]) {
    await assert.rejects(verifier(seconds, SECRET).verify(BODY, headers), CallbackError);
  }
  for (const seconds of [299, -299]) {
    assert.equal((await verifier(seconds, SECRET).verify(BODY, headers)).id, ID);
  }
});

test("the tolerance can be set", async () => {
  const now = () => (TIME + 3_000) * 1000;
  const patient = new CallbackVerifier(SECRET, { toleranceMs: 3_600_000, now });
  assert.equal((await patient.verify(BODY, headers)).id, ID);
});

for (const timestamp of ["now", "1.5", "-9223372036854775808", "99999999999999999999"]) {
  test(`the timestamp ${timestamp} is refused`, async () => {
    headers["webhook-timestamp"] = timestamp;
    await assert.rejects(verifier(0, SECRET).verify(BODY, headers), CallbackError);
  });
}

test("a secret that is none is refused without showing it", () => {
  assert.throws(
    () => new CallbackVerifier("whsec_not base64 !"),
    (thrown) => thrown instanceof TypeError && !thrown.message.includes("not base64"),
  );
  assert.throws(() => new CallbackVerifier([]), TypeError);
  assert.throws(() => new CallbackVerifier("whsec_"), TypeError);
});

for (const text of [undefined, "", "geheim", "whsec_AAAA", SECRET.slice(6), secretOf(23), secretOf(65)]) {
  test(`${text} is no secret, and refused in words`, () => {
    const message = "A secret must be whsec_ and 24 to 64 bytes in base64.";
    assert.throws(() => new CallbackVerifier(text as string), { name: "TypeError", message });
  });
}

test("a secret has 24 to 64 bytes, and may come out of a file", () => {
  for (const text of [secretOf(24), secretOf(64), `${SECRET}\n`]) {
    assert.ok(new CallbackVerifier(text));
  }
});

test("a callback is about a task or a batch", async () => {
  const data = { task_id: TASK, status: "FAILED", failure: { reason: "deadline" } };
  const task = await signed(JSON.stringify({ type: "task.failed", timestamp: "t", data }));
  assert.deepEqual(task, { id: ID, type: "task.failed", timestamp: "t", data });
  const batch = await signed(JSON.stringify({ type: "batch.ended", data: { open: 0 } }));
  assert.equal(batch.type, "batch.ended");
});

test("a signed body that is no JSON is refused", async () => {
  await assert.rejects(signed("{"), CallbackError);
});
