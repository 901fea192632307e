import assert from "node:assert/strict";
import { test } from "node:test";
import { CLIENT_KEY, close, demandAccessible, SANDBOX_URL, SERVICE_URL, shoot, signedIn } from "./browser.mjs";

test("by the keyboard alone an account is paused and resumed, and it is said by whom and why", async () => {
  const page = await signedIn();
  await page.getByRole("button", { name: "Pause…" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Pause account default" }).waitFor();
  await demandAccessible(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Enter");
  await page.keyboard.type("the upstream is being moved");
  await page.keyboard.press("Enter");
  await page
    .getByText(/Paused .* ago .* by operator: the upstream is being moved\. No call leaves\./)
    .waitFor();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal(await page.evaluate("document.activeElement.textContent"), "Resume…", "the focus stays");
  await demandAccessible(page);
  await shoot(page, "paused");
  await page.keyboard.press("Enter");
  await page.keyboard.type("it has moved");
  await page.keyboard.press("Enter");
  await page.getByText("Calls leave.").waitFor();
  await close(page);
});

test("a bulk action is counted, has a reason, shows its progress, and can be stopped", async () => {
  const page = await signedIn("?view=tasks");
  await page.getByText("With a filter you can retry, cancel or redeliver").waitFor();
  await page.getByRole("navigation", { name: "Views" }).waitFor();
  await page.goto(`${page.url().split("?")[0]}?view=tasks&phase=ended&collection_id=c9`);
  await page.getByRole("button", { name: "Cancel all…" }).click();
  await page.getByText("No task that matches can be cancelled.").waitFor();
  await page.goto(`${page.url().split("?")[0]}?view=tasks&phase=queued`);
  await page.getByRole("button", { name: "Cancel all…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Cancel [\d,]{3,6} tasks$/ });
  await dialog.getByText("Those with phase queued.").waitFor();
  await dialog.getByLabel("Reason").fill("they were sent twice");
  await shoot(page, "bulk-dialog");
  await dialog.getByRole("button", { name: /^Cancel [\d,]{3,6} tasks$/ }).click();
  await page.getByRole("heading", { name: "Bulk action", level: 1 }).waitFor();
  await page.getByText(/cancel of [\d,]+ tasks: running, \d+ settled/).waitFor();
  await demandAccessible(page);
  await shoot(page, "bulk");
  await page.getByRole("button", { name: "Stop…" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("enough");
  await page.getByRole("button", { name: "Stop it" }).click();
  await page.getByText(/cancel of [\d,]+ tasks: stopped, \d+ settled/).waitFor();
  await page.getByText("Stopped by").waitFor();
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("row").filter({ hasText: "bulk.stop" }).getByText("enough").waitFor();
  await page
    .getByRole("row")
    .filter({ hasText: "account.pause" })
    .getByText("the upstream is being moved")
    .waitFor();
  await close(page);
});

test("one task is cancelled with a reason", async () => {
  const page = await signedIn("?view=tasks&phase=queued&client=client-5");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByText("Waits for its turn and a permit of the quota").waitFor();
  await page.getByRole("button", { name: "Cancel…" }).click();
  await page.getByRole("dialog").getByLabel("Reason").fill("not needed");
  await page.getByRole("button", { name: "Cancel this task" }).click();
  await page.getByRole("listitem").filter({ hasText: "ended, CANCELLED" }).waitFor();
  await close(page);
});

test("a circuit breaker that is open is tried before its time", async () => {
  await fault({ forced_status: 500 });
  await searched(/Too many such calls have failed/);
  const page = await signedIn("?view=replicas");
  const button = page.getByRole("button", { name: "Try search.text now…" });
  await button.click();
  const dialog = page.getByRole("dialog", { name: "Try search.text of account default now" });
  await dialog.getByLabel("Reason").fill("the upstream is back");
  await demandAccessible(page);
  await shoot(page, "breaker");
  await fault(null);
  await dialog.getByRole("button", { name: "Try now" }).click();
  await dialog.waitFor({ state: "detached" });
  await searched(/"results"/);
  await button.waitFor({ state: "detached" });
  await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("row").filter({ hasText: "breaker.try" }).getByText("the upstream is back").waitFor();
  await close(page);
});

/** What every search by text gets from the upstream. */
async function fault(of) {
  await fetch(`${SANDBOX_URL}/_sandbox/settings`, {
    method: "PATCH",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ faults: { "search.text": of } }),
  });
}

/** Searches until the answer is of this kind. */
async function searched(kind) {
  let text;
  for (let i = 0; i < 200; i++) {
    const answer = await fetch(`${SERVICE_URL}/search/text`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${CLIENT_KEY}` },
      body: JSON.stringify({ query: `x${i}`, collection_ids: ["c"] }),
    });
    text = await answer.text();
    if (kind.test(text)) {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.match(text, kind);
}
