import { url } from "./api.js";
import { changes } from "./live.js";

/** The stream of the changes of all tasks. Without it the page is fresh by its regular reads. */

const NAMES = ["task.updated", "task.done", "task.failed", "task.cancelled"];
const AGAIN_MS = 60_000;

let source = null;
let timer = null;
let wanted = false;

/** Reads the stream while the tab is visible. */
export function follow() {
  wanted = true;
  document.addEventListener("visibilitychange", turn);
  turn();
}

export function leave() {
  wanted = false;
  document.removeEventListener("visibilitychange", turn);
  turn();
}

export function isOpen() {
  return source?.readyState === EventSource.OPEN;
}

function turn() {
  clearTimeout(timer);
  if (!wanted || document.hidden) {
    source?.close();
    source = null;
  } else if (source === null) {
    open();
  }
}

function open() {
  source = new EventSource(url("events"));
  for (const name of NAMES) {
    source.addEventListener(name, changed);
  }
  source.onerror = () => {
    if (source?.readyState === EventSource.CLOSED) {
      // refused: there may be too many streams
      source = null;
      timer = setTimeout(turn, AGAIN_MS);
    }
  };
}

function changed() {
  changes.dispatchEvent(new Event("change"));
}
