/** When what is shown is read again: every few seconds and after changes, not while the tab is hidden. */

/** Sent here when tasks have changed. */
export const changes = new EventTarget();

const SOON_MS = 1500;

/**
 * Takes a step now, and again and again until the function that is returned is called. One step at a time.
 *
 * @param seconds between two steps
 * @param hasHints whether changes of tasks make the next one come sooner
 */
export function repeat(step, seconds, hasHints = true) {
  let timer = null;
  let last = 0;
  let busy = false;
  let stopped = false;

  async function run() {
    clearTimeout(timer);
    if (stopped || busy || document.hidden) {
      return;
    }
    busy = true;
    try {
      await step();
    } finally {
      busy = false;
      last = Date.now();
      wait(seconds * 1000);
    }
  }

  function wait(ms) {
    clearTimeout(timer);
    if (!stopped) {
      timer = setTimeout(run, ms);
    }
  }

  function hint() {
    if (!busy && !document.hidden) {
      wait(Math.max(0, last + SOON_MS - Date.now()));
    }
  }

  document.addEventListener("visibilitychange", run);
  if (hasHints) {
    changes.addEventListener("change", hint);
  }
  run();
  return () => {
    stopped = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", run);
    changes.removeEventListener("change", hint);
  };
}
