import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { blocks, CLIENTS, PROJECT, README } from "./page.js";

const FOLDER = "target/examples";
const PACKAGE = /^import .* from "@anteroom\/client";\n/m;

/** What a piece may use if it imports nothing of the package itself. */
const IMPORTS = `import { AnteroomClient, CallbackError, CallbackVerifier } from "@anteroom/client";\n`;

/** What a piece may use if it does not declare it itself. */
const AROUND = {
  anteroom: `import("@anteroom/client").AnteroomClient`,
  verifier: `import("@anteroom/client").CallbackVerifier`,
  id: "string",
  input: "{ files: File[] | null }",
};

/** Compiles sources against what users get, and returns what the compiler complains about. */
function compile(name: string, sources: string[], lib: string[], types: string[]): string {
  const folder = `${FOLDER}/${name}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const compilerOptions = {
    strict: true,
    target: "es2022",
    module: "nodenext",
    noEmit: true,
    skipLibCheck: false,
    lib,
    types,
    typeRoots: ["../../../node_modules/@types"],
  };
  const files = sources.map((_, i) => `${i}.ts`);
  sources.forEach((source, i) => writeFileSync(`${folder}/${i}.ts`, source));
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }));
  const args = ["node_modules/typescript/bin/tsc", "-p", folder];
  return spawnSync(process.execPath, args, { encoding: "utf8" }).stdout;
}

function file(block: string): string {
  const around = Object.entries(AROUND)
    .filter(([name]) => !block.includes(`const ${name} =`))
    .map(([name, type]) => `declare const ${name}: ${type};\n`);
  return (PACKAGE.test(block) ? "" : IMPORTS) + around.join("") + block;
}

test("all examples compile with the types of Node alone", () => {
  const pieces = [README, CLIENTS, PROJECT].flatMap((page) => blocks(page, "ts"));
  assert.ok(pieces.length >= 9, `${pieces.length}`);
  assert.equal(compile("node", pieces.map(file), ["es2022"], ["node"]), "");
});

test("the first example compiles in a browser", () => {
  const [first = ""] = blocks(README, "ts");
  assert.equal(compile("browser", [first], ["es2022", "dom"], []), "");
});

test("a wrong example would not compile", () => {
  const [first = ""] = blocks(README, "ts");
  const wrong = first.replace("task.status", "task.status.wrong");
  assert.match(compile("wrong", [wrong], ["es2022"], ["node"]), /TS2339/);
});

test("the first example has ten lines, and is that of the pages of the project", () => {
  const [first = ""] = blocks(README, "ts");
  assert.ok(first.trim().split("\n").length <= 12, first);
  assert.deepEqual(blocks(CLIENTS, "ts"), [first]);
  for (const block of blocks(PROJECT, "ts")) {
    assert.equal(block, first);
  }
});

test("the example in Java is that of its client, which runs it", () => {
  const [first] = blocks("../java/README.md", "java");
  assert.ok(first);
  assert.deepEqual(blocks(CLIENTS, "java"), [first]);
  for (const block of blocks(PROJECT, "java")) {
    assert.equal(block, first);
  }
});
