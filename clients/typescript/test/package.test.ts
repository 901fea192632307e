import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

interface Package {
  version: string;
  private: boolean;
  dependencies?: object;
  peerDependencies?: object;
  devDependencies: Record<string, string>;
}

function read(file: string): string {
  return readFileSync(file, "utf8");
}

const own = JSON.parse(read("package.json")) as Package;

test("users get no dependency", () => {
  assert.equal(own.dependencies, undefined);
  assert.equal(own.peerDependencies, undefined);
  for (const version of Object.values(own.devDependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, "pinned");
  }
});

test("the version is that of the service", () => {
  const [, version] = /<version>(.*?)<\/version>/.exec(read("../../pom.xml")) ?? [];
  assert.equal(own.version, version);
});

test("it cannot be published by mistake", () => {
  assert.equal(own.private, true);
});

test("the lock file names no registry", () => {
  const lock = read("package-lock.json");
  assert.ok(!lock.includes('"resolved"'));
  assert.ok(!lock.includes("://"), "not even for funding");
});

test("what is shipped uses nothing of Node", () => {
  const { types } = (JSON.parse(read("tsconfig.json")) as { compilerOptions: { types: [] } })
    .compilerOptions;
  assert.deepEqual(types, []);
});
