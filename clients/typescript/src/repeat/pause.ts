/** Lets time pass, in milliseconds. Fails with the signal's reason if it is aborted. */
export type Pause = (ms: number, signal: AbortSignal) => Promise<void>;

/** The option by which tests let no time pass. */
export const PAUSE = Symbol("pause");

/** Real time. */
export const pause: Pause = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", abort);
      resolve();
    }, ms);
    signal.addEventListener("abort", abort, { once: true });
  });
