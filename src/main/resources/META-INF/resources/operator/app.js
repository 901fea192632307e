import { a, address, CHANGED, followLinks } from "./base/address.js";
import { SIGNED_OUT } from "./base/api.js";
import { announce, h } from "./base/dom.js";
import * as events from "./base/events.js";
import { clock } from "./base/format.js";
import { OTHER_VERSION, recall, remember } from "./base/history.js";
import { beat } from "./base/pulse.js";
import * as session from "./base/session.js";
import { SIGNED_IN } from "./view/sign-in.js";
import "./view/audit.js";
import "./view/bulk-actions.js";
import "./view/clients.js";
import "./view/overview.js";
import "./view/replicas.js";
import "./view/task.js";
import "./view/tasks.js";

const VIEWS = {
  overview: "Overview",
  tasks: "Tasks",
  clients: "Clients",
  replicas: "Replicas",
  "bulk-actions": "Bulk actions",
  audit: "Audit log",
};

/** Views that are reached from others only. */
const BELOW = { task: "tasks" };

const content = document.getElementById("content");
const views = document.getElementById("views");
const who = document.getElementById("session");

function show({ isFirst = false } = {}) {
  const asked = address().get("view") ?? "overview";
  const name = Object.hasOwn(VIEWS, asked) || Object.hasOwn(BELOW, asked) ? asked : "overview";
  navigation(BELOW[name] ?? name);
  put(document.createElement(`anteroom-${name}`), isFirst);
}

function put(view, isFirst) {
  content.replaceChildren(view);
  const heading = view.querySelector("h1");
  document.title = `${heading.textContent} · Anteroom`;
  if (!isFirst) {
    heading.focus();
  }
}

function navigation(current) {
  views.hidden = false;
  views.replaceChildren(
    h(
      "ul",
      {},
      Object.entries(VIEWS).map(([name, title]) => {
        const to = a({ view: name }, title);
        if (name === current) {
          to.setAttribute("aria-current", "page");
        }
        return h("li", {}, to);
      }),
    ),
  );
}

function signedIn(options) {
  const role = session.mayAct() ? "admin" : "read: looks only";
  who.hidden = false;
  who.replaceChildren(
    h("span", {}, `${session.operator()} (${role}), until ${clock(session.until())} `),
    h("button", { type: "button", onclick: () => session.signOut().finally(() => signIn(null)) }, "Sign out"),
  );
  events.follow();
  recall();
  show(options);
}

function signIn(note, options = {}) {
  events.leave();
  views.hidden = true;
  who.hidden = true;
  document.getElementById("freshness").textContent = "";
  put(h("anteroom-sign-in", { note }), options.isFirst ?? false);
}

window.addEventListener(CHANGED, () => session.isThere() && show());
window.addEventListener(SIGNED_IN, () => signedIn());
window.addEventListener(SIGNED_OUT, () => {
  if (session.isThere()) {
    session.forget();
    signIn("The session has ended. Sign in again.");
    announce("The session has ended.");
  }
});

window.addEventListener(OTHER_VERSION, ({ detail }) => {
  const notice = document.getElementById("notice");
  notice.textContent =
    detail === null
      ? ""
      : `Anteroom ${detail} has answered; this page is of another version. Reload it when all replicas are replaced.`;
  notice.hidden = detail === null;
});

followLinks();
const note = await session.resume().then(
  () => null,
  (problem) => problem.message,
);
if (session.isThere()) {
  signedIn({ isFirst: true });
} else {
  signIn(note, { isFirst: true });
}
beat();
remember();
