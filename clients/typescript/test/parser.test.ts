import assert from "node:assert/strict";
import { test } from "node:test";
import { EventStreamParser, type ServerSentEvent } from "../src/event/parser.js";

const bytes = (text: string) => new TextEncoder().encode(text);

function read(text: string, parser = new EventStreamParser()): ServerSentEvent[] {
  return parser.read(bytes(text));
}

for (const end of ["\n", "\r\n", "\r"]) {
  test(`lines that end with ${JSON.stringify(end)} are read`, () => {
    const text = "id: 1|event: task.done|data: {}||".replaceAll("|", end);
    assert.deepEqual(read(`${text}x`), [{ id: "1", type: "task.done", data: "{}" }]);
  });
}

/** A piece of the network can end anywhere, also inside a character. */
test("each byte may come alone", () => {
  const parser = new EventStreamParser();
  const events = [...bytes("id: 1\r\ndata: é\r\n\r\ndata: b\n\n")].flatMap((byte) =>
    parser.read(Uint8Array.of(byte)),
  );
  assert.deepEqual(events, [
    { id: "1", type: "message", data: "é" },
    { id: "1", type: "message", data: "b" },
  ]);
});

test("data of several lines is joined", () => {
  assert.equal(read("data: a\ndata\ndata:b\n\n")[0]?.data, "a\n\nb");
});

test("a mark at the beginning, comments and unknown fields are skipped", () => {
  assert.equal(read("\ufeff: hello\nfoo: bar\n:\n\ndata: a\n\n")[0]?.data, "a");
});

test("a place without an event is remembered", () => {
  const parser = new EventStreamParser();
  assert.deepEqual(read("id: 40-0\n\n", parser), []);
  assert.equal(parser.id, "40-0");
});

test("the id of an event that is not complete does not count", () => {
  const parser = new EventStreamParser("0");
  assert.deepEqual(read("id: 1\ndata: a\n", parser), []);
  assert.equal(parser.id, "0");
});

test("the time to come back is read", () => {
  const parser = new EventStreamParser();
  read("retry: 1500\n\nretry: soon\n\n", parser);
  assert.equal(parser.retryMs, 1_500);
});

test("an endless line is refused", () => {
  const parser = new EventStreamParser();
  assert.throws(() => {
    for (let i = 0; i < 17; i++) {
      parser.read(new Uint8Array(1 << 16).fill(97));
    }
  }, RangeError);
});
