import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { test } from "node:test";
import { close, open, PAGE_URL, readAgain, shoot, signedIn, signIn, TASKS } from "./browser.mjs";
import { overview } from "./views.mjs";

/** In ms. Other work on the machine may take the processor away, so the best of some runs counts. */
const LONGEST = Number(process.env.LONGEST_BLOCK_MS);
const RUNS = 4;

const PREFIX = "/tools/anteroom";

test(`with ${TASKS} tasks the main thread is never blocked over ${LONGEST} ms`, async () => {
  const page = await signedIn("?view=tasks");
  await page
    .getByRole("caption")
    .filter({ hasText: new RegExp(`^${TASKS / 1000},\\d+ tasks of all clients|^About [\\d,]+ tasks`) })
    .waitFor();
  const blocked = [];
  for (let run = 0; run < RUNS && !blocked.some((ms) => ms <= LONGEST); run++) {
    blocked.push(await longestBlock(page));
  }
  console.log(
    `the main thread was blocked for at most ${Math.min(...blocked)} ms (runs: ${blocked.join(", ")})`,
  );
  assert.ok(Math.min(...blocked) <= LONGEST, `${blocked}`);
  assert.ok((await page.evaluate("document.querySelectorAll('*').length")) < 2000, "the page stays small");
  await close(page);
});

/** Pages and filters, and returns the longest task of the main thread meanwhile, in ms; 0 where none was over 50. */
async function longestBlock(page) {
  await page.evaluate(() => {
    globalThis.longest = 0;
    globalThis.watch?.disconnect();
    globalThis.watch = new PerformanceObserver((list) => {
      globalThis.longest = Math.max(globalThis.longest, ...list.getEntries().map((entry) => entry.duration));
    });
    globalThis.watch.observe({ type: "longtask" });
  });
  for (const name of ["All", "Waits", "Failed", "Running", "In doubt", "All"]) {
    await page.getByRole("link", { name, exact: true }).click();
    await page.getByText(/^Page 1 of/).waitFor();
  }
  for (const number of ["2", "3", "4"]) {
    await page.getByRole("link", { name: "Older" }).click();
    await page.getByText(`Page ${number} of`).waitFor();
  }
  return page.evaluate("Math.round(globalThis.longest)");
}

test("it works behind a proxy that puts a prefix before the path", async () => {
  const proxy = createServer(passOn).listen(0);
  const url = `http://localhost:${proxy.address().port}${PREFIX}/operator`;
  const page = await open("?view=tasks&phase=queued", { url });
  await signIn(page);
  await page.getByRole("caption").filter({ hasText: "tasks with phase queued" }).waitFor();
  assert.ok(page.url().startsWith(`${url}/?view=tasks`), page.url());
  await close(page);
  proxy.close();
  proxy.closeAllConnections();
});

function passOn(incoming, outgoing) {
  if (!incoming.url.startsWith(PREFIX)) {
    outgoing.writeHead(404).end();
    return;
  }
  const { hostname, port } = new URL(PAGE_URL);
  const path = incoming.url.slice(PREFIX.length);
  const options = { hostname, port, path, method: incoming.method, headers: incoming.headers };
  const upstream = request(options, (answer) => {
    outgoing.writeHead(answer.statusCode, answer.headers);
    answer.pipe(outgoing);
  });
  upstream.on("error", () => outgoing.destroy());
  outgoing.on("close", () => upstream.destroy());
  incoming.pipe(upstream);
}

test("without an answer the page says so, and goes on when there is one", async () => {
  const page = await signedIn("?view=clients", { ownClock: true });
  await page.getByRole("row").nth(1).waitFor();
  await page.context().setOffline(true);
  await readAgain(page);
  await page.getByText("Anteroom does not answer.").waitFor();
  await page.context().setOffline(false);
  await readAgain(page);
  await page.getByText("Anteroom does not answer.").waitFor({ state: "hidden" });
  await close(page);
});

test("while the tab is hidden nothing is read", async () => {
  const page = await signedIn("?view=clients", { ownClock: true });
  await page.getByRole("row").nth(1).waitFor();
  await page.waitForLoadState();
  const hide = (hidden) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await hide(true);
  const read = [];
  page.on("request", (request) => read.push(request.url()));
  await page.clock.fastForward("01:00");
  assert.deepEqual(read, []);
  const again = page.waitForRequest(/\/clients$/);
  await hide(false);
  await again;
  await close(page);
});

/** A page whose replicas answer with the version that the returned function was given last. */
async function answeredBy(version) {
  const page = await open("?view=clients", { ownClock: true });
  let answered = version;
  await page.route(/\/history$/, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    await route.fulfill({ response, json: { ...json, version: answered ?? json.version } });
  });
  const first = page.waitForResponse(/\/history$/);
  await signIn(page);
  await first;
  return [
    page,
    (next) => {
      answered = next;
    },
  ];
}

test("a replica of another version is told until none has answered for a minute", async () => {
  const [page, answer] = await answeredBy(null);
  assert.equal(await page.getByText("this page is of another version").count(), 0);
  answer("99.1");
  await page.clock.fastForward("00:15");
  const notice = page.getByText("Anteroom 99.1 has answered; this page is of another version.");
  await notice.waitFor();
  answer(null);
  const next = page.waitForResponse(/\/history$/);
  await page.clock.fastForward("00:15");
  await next;
  assert.equal(await notice.count(), 1);
  await page.clock.fastForward("01:15");
  await notice.waitFor({ state: "detached" });
  await close(page);
});

test("the first replica that answers may be the one of another version", async () => {
  const [page] = await answeredBy("99.1");
  await page.getByText("Anteroom 99.1 has answered; this page is of another version.").waitFor();
  await close(page);
});

test("a plot of one reading has the present hour at its ticks", async () => {
  const page = await signedIn("?view=clients");
  const [labels, expected] = await page.evaluate(async () => {
    const seen = [];
    const { fillText } = CanvasRenderingContext2D.prototype;
    CanvasRenderingContext2D.prototype.fillText = function (text, ...place) {
      seen.push(text);
      fillText.call(this, text, ...place);
    };
    const { Plot } = await import("./part/plot.js");
    const plot = new Plot();
    document.body.append(plot);
    await plot.show([["One", "--used"]], [[Date.now() / 1000], [3]]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const clock = new Intl.DateTimeFormat("en", { timeStyle: "short", hourCycle: "h23" });
    const minutes = Array.from({ length: 13 }, (_, i) => clock.format(Date.now() - i * 60_000));
    return [seen.filter((text) => /^\d\d:\d\d$/.test(text)), minutes];
  });
  assert.ok(labels.length > 1, `${labels}`);
  assert.deepEqual(
    labels.filter((label) => !expected.includes(label)),
    [],
  );
  await close(page);
});

test("an overview that was open all the time has drawn what happened", async () => {
  const ends = overview.getByRole("region", { name: "The last hour" });
  await ends.getByText("Tasks that end (line) and are submitted (dashes), a minute").scrollIntoViewIfNeeded();
  await ends.getByText(/^As 1 replica told\. At last [\d,]+ tasks ended a minute/).waitFor();
  const drawn = await overview.evaluate(() => {
    const canvas = document.querySelector("anteroom-plot canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const colours = new Set();
    for (let i = 0; i < data.length; i += 4) {
      colours.add(data.slice(i, i + 3).join(" "));
    }
    return colours.size;
  });
  assert.ok(drawn > 3, "there are lines in colours");
  await shoot(overview, "overview");
  await close(overview);
});
