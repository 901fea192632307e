import assert from "node:assert/strict";
import { test } from "node:test";
import { retryAfter } from "../src/http/answer.js";

const NOW = Date.parse("2024-12-01T10:00:00Z");

for (const [value, ms] of [
  ["7", 7_000],
  [" 0 ", 0],
  ["Sun, 01 Dec 2024 10:00:30 GMT", 30_000],
  ["Sun, 01 Dec 2024 09:00:00 GMT", 0],
  ["Sunday, 01-Dec-24 10:00:30 GMT", 30_000],
  ["Sun Dec  1 10:00:30 2024", 30_000],
  ["20.7", 21_000],
  ["20, 20", 20_000],
  ["5,120 ,7", 120_000],
  ["?, 7", 7_000],
  ["Sun, 01 Dec 2024 10:00:30 GMT, 7", 30_000],
  ["soon", undefined],
  ["1e3", undefined],
  ["-1", undefined],
  ["99999999999999999999", undefined],
  [null, undefined],
] as const) {
  test(`Retry-After: ${value}`, () => {
    assert.equal(retryAfter(value, NOW), ms);
  });
}
