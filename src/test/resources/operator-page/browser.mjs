import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after } from "node:test";
import { chromium } from "playwright-core";

/** Chromium, and what is checked of every page that is opened in it. */

export const { PAGE_URL, OPERATOR_KEY, READER_KEY, CLIENT_KEY, SERVICE_URL, SANDBOX_URL, TASKS } = process.env;

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu"],
});
after(() => browser.close());

/** What no page may do: errors, violations of the policy, requests to elsewhere. */
const faults = [];

export async function open(
  path = "",
  { size = { width: 1280, height: 900 }, dark = false, url = PAGE_URL, ownClock = false } = {},
) {
  const context = await browser.newContext({ viewport: size, colorScheme: dark ? "dark" : "light" });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${error.stack}`));
  page.on(
    "console",
    (message) => message.type() === "error" && isFault(message.text()) && faults.push(message.text()),
  );
  page.on(
    "request",
    (request) =>
      !request.url().startsWith(new URL(url).origin) &&
      !request.url().startsWith("data:") &&
      faults.push(request.url()),
  );
  if (ownClock) {
    await page.clock.install(); // time passes as it does, and can be moved forward
  }
  await page.goto(url + path);
  return page;
}

/** Chromium writes a line for each answer with 4xx; those are asked for here. */
function isFault(text) {
  return !text.startsWith("Failed to load resource");
}

export async function signIn(page, key = OPERATOR_KEY) {
  await page.getByLabel("Operator's key").fill(key);
  await page.getByRole("button", { name: "Sign in" }).click();
}

export async function signedIn(path, options = {}) {
  const page = await open(path, options);
  await signIn(page, options.key);
  await page.getByRole("button", { name: "Sign out" }).waitFor();
  return page;
}

/** Lets the time of the page pass until it reads once more; opened with a clock of its own. */
export function readAgain(page) {
  return page.clock.fastForward("00:06");
}

export async function close(page) {
  await page.context().close();
  assert.deepEqual(faults.splice(0), []);
}

/** No violation of what axe-core can check, by WCAG 2.2 AA and its best practices. */
export async function demandAccessible(page) {
  const violations = await page.evaluate(
    `(() => { const module = undefined; ${AXE}; return axe.run({ resultTypes: ["violations"] }).then((r) => r.violations); })()`,
  );
  assert.deepEqual(
    violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.map((n) => n.html).join("\n")}`),
    [],
  );
}

export async function shoot(page, name) {
  await page.screenshot({ path: `shots/${name}.png` });
}

/** Waits until something of the page is so. */
export async function until(page, expression, ...values) {
  await page.waitForFunction(expression, ...values);
}
