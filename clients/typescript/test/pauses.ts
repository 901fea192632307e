import { PAUSE, type Pause } from "../src/repeat/pause.js";

/** More would take for ever. */
const MOST = 1_000;

/** Remembers pauses, in milliseconds, and lets no time pass. */
export class RecordedPauses {
  readonly all: number[] = [];

  /** The option of a client that uses it. */
  get option(): { [PAUSE]: Pause } {
    return {
      [PAUSE]: async (ms, signal) => {
        if (this.all.push(ms) > MOST) {
          throw new Error("it pauses for ever");
        }
        await new Promise((resolve) => setImmediate(resolve));
        signal.throwIfAborted();
      },
    };
  }
}
