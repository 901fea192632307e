import assert from "node:assert/strict";
import { test } from "node:test";
import { close, demandAccessible, READER_KEY, shoot, signedIn } from "./browser.mjs";

const VIEWS = {
  overview: "Overview",
  tasks: "Tasks",
  clients: "Clients",
  replicas: "Replicas",
  "bulk-actions": "Bulk actions",
  audit: "Audit log",
};

/** Stays open, so that its plots have something to show. */
export let overview;

test("the overview shows the quota, and how long the queue takes", async () => {
  const page = await signedIn();
  const account = page.getByRole("region", { name: "Account default" });
  await account
    .getByText(/of \d+ used this minute/)
    .first()
    .waitFor();
  await account
    .getByText(/tasks queued, the oldest accepted .* ago\. At the quota all are submitted in about/)
    .waitFor();
  await account
    .getByText(/queued, the last in about/)
    .first()
    .waitFor();
  await page.locator("anteroom-plot canvas").first().waitFor();
  await demandAccessible(page);
  overview = page;
});

test("a task says why it waits and until when, and the filter lives in the address", async () => {
  const page = await signedIn("?view=tasks");
  await page.getByText("Filter", { exact: true }).click();
  await page.getByRole("checkbox", { name: "queued" }).check();
  await page.getByLabel("Client").fill("client-3, client-4");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("caption").filter({ hasText: "phase queued, client client-3" }).waitFor();
  const row = page.getByRole("row").nth(1);
  await row.getByText("its turn and a permit of the quota").waitFor();
  assert.match(await row.innerText(), /client-[34]/);
  await row.getByText(/place [\d,]+, in about/).waitFor();
  const query = new URL(page.url()).searchParams;
  assert.equal(query.get("phase"), "queued");
  await demandAccessible(page);
  await shoot(page, "tasks");
  await page.reload();
  await page.getByRole("caption").filter({ hasText: "phase queued, client client-3" }).waitFor();
  await page.getByRole("link", { name: "In doubt" }).click();
  await page.getByText("the next check whether its submit happened").first().waitFor();
  await page.goBack();
  await page.getByRole("caption").filter({ hasText: "phase queued, client client-3" }).waitFor();
  await close(page);
});

test("a task has its timeline, its callback, and what an operator can do", async () => {
  const page = await signedIn("?view=tasks&status=FAILED&undelivered=true");
  await page.getByRole("row").nth(1).getByRole("link").first().click();
  await page.getByRole("heading", { name: "Task", level: 1 }).waitFor();
  await page.getByText("given up: no attempt was answered with 2xx").waitFor();
  await page.getByRole("button", { name: "Retry…" }).waitFor();
  await page.getByText("4bf92f3577b34da6a3ce929d0e0e4736").waitFor();
  await demandAccessible(page);
  await close(page);
});

test("every view is accessible in the light and in the dark, and fits 320 px", async () => {
  const sizes = [
    { width: 1280, height: 900 },
    { width: 320, height: 700 },
  ];
  for (const [dark, size] of [
    [false, sizes[1]],
    [true, sizes[0]],
  ]) {
    const page = await signedIn("", { dark, size });
    for (const [view, title] of Object.entries(VIEWS)) {
      await page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: title }).click();
      await page.getByRole("heading", { name: title, level: 1 }).waitFor();
      await page.locator(".body > *").first().waitFor();
      await demandAccessible(page);
      const { over, focus } = await page.evaluate(() => ({
        over: document.documentElement.scrollWidth - innerWidth,
        focus: document.activeElement.tagName,
      }));
      assert.ok(over <= 0, `${view} is ${over} px wider than ${size.width}`);
      assert.equal(focus, "H1", "a screen reader begins at the heading");
      await shoot(page, `${view}-${dark ? "dark" : "narrow"}`);
    }
    await close(page);
  }
});

test("who may only read has no button that acts", async () => {
  const page = await signedIn("?view=tasks&phase=queued", { key: READER_KEY });
  await page.getByText("reader (read: looks only)").waitFor();
  await page.getByRole("row").nth(1).waitFor();
  assert.equal(await page.getByRole("button", { name: "…" }).count(), 0);
  await close(page);
});
