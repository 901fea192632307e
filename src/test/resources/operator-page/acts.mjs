import assert from "node:assert/strict";
import { test } from "node:test";
import { close, demandAccessible, shoot, signedIn } from "./browser.mjs";

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
  await page.goto(`${page.url().split("?")[0]}?view=tasks&phase=queued&client=client-7`);
  await page.getByRole("button", { name: "Cancel all…" }).click();
  const dialog = page.getByRole("dialog", { name: /^Cancel [\d,]{3,5} tasks$/ });
  await dialog.getByText("Those with phase queued, client client-7.").waitFor();
  await dialog.getByLabel("Reason").fill("they were sent twice");
  await shoot(page, "bulk-dialog");
  await dialog.getByRole("button", { name: /^Cancel [\d,]{3,5} tasks$/ }).click();
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
