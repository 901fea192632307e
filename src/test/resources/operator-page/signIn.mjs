import assert from "node:assert/strict";
import { createServer } from "node:http";
import { test } from "node:test";
import { CLIENT_KEY, close, demandAccessible, open, readAgain, signedIn, signIn } from "./browser.mjs";

const COOKIE = "__Host-anteroom-operator";

test("a wrong key and a client's key are told apart", async () => {
  const page = await open();
  await signIn(page, "nobody's key");
  await page.getByText("No operator has this key.").waitFor();
  await demandAccessible(page);
  await signIn(page, CLIENT_KEY);
  await page.getByText("This is the key of a client.").waitFor();
  await close(page);
});

test("the cookie is kept, and no script can read it or the key", async () => {
  const page = await signedIn("?view=replicas");
  const [cookie, ...others] = await page.context().cookies();
  assert.deepEqual(others, []);
  assert.equal(cookie.name, COOKIE);
  assert.deepEqual(
    [cookie.httpOnly, cookie.secure, cookie.sameSite, cookie.path],
    [true, true, "Strict", "/"],
  );
  const hours = (cookie.expires - Date.now() / 1000) / 3600;
  assert.ok(hours > 7.9 && hours <= 8, `${hours}`);
  const readable = "document.cookie + JSON.stringify(localStorage) + JSON.stringify(sessionStorage)";
  assert.equal(await page.evaluate(readable), "{}{}");
  await page.reload();
  await page.getByRole("heading", { name: "Replicas", level: 1 }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Operator's key").waitFor();
  assert.deepEqual(await page.context().cookies(), []);
  await close(page);
});

test("a session that is over leads to the sign-in, and back to where one was", async () => {
  const page = await signedIn("?view=clients", { ownClock: true });
  await page.context().clearCookies();
  await readAgain(page);
  await page.getByText("The session has ended. Sign in again.").waitFor();
  await signIn(page);
  await page.getByRole("heading", { name: "Clients", level: 1 }).waitFor();
  await close(page);
});

test("a forged cookie leads to the sign-in too", async () => {
  const page = await signedIn("?view=clients", { ownClock: true });
  const [cookie] = await page.context().cookies();
  const [version, until] = cookie.value.split(".");
  await page.context().addCookies([{ ...cookie, value: `${version}.${until}.${"A".repeat(43)}` }]);
  await readAgain(page);
  await page.getByText("The session has ended. Sign in again.").waitFor();
  await page.reload();
  await page.getByLabel("Operator's key").waitFor();
  await close(page);
});

test("a page on another port, to which the cookie is sent, cannot act", async () => {
  const server = createServer((_, answer) => answer.end("<!doctype html><title>another page</title>")).listen(
    0,
  );
  const page = await signedIn();
  const other = await page.context().newPage();
  await other.goto(`http://localhost:${server.address().port}/`);
  const pause = new URL("../accounts/default/pause?reason=forged", page.url()).href;
  const sent = await other.evaluate(
    (url) =>
      fetch(url, { method: "POST", credentials: "include", mode: "no-cors", body: "{}" }).then(
        (answer) => answer.type,
      ),
    pause,
  );
  assert.equal(sent, "opaque", "the request itself is made");
  const account = await page.evaluate(() => fetch("../accounts/default").then((read) => read.json()));
  assert.equal(account.paused, false);
  await close(page);
  server.close();
  server.closeAllConnections();
});
