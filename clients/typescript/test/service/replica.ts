import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { end, java, logFile, until } from "./process.js";
import { JAR } from "./servers.js";

const PORT = /Listening on: http:\/\/[^:]+:(\d+)/;
const MANAGEMENT = /Management interface listening on http:\/\/[^:]+:(\d+)/;

/** The packaged service as a process of its own, on free ports. */
export class Replica {
  readonly #process: ChildProcess;
  readonly #log: string;

  private constructor(process: ChildProcess, log: string) {
    this.#process = process;
    this.#log = log;
  }

  /** Starts one, and returns when it listens. */
  static async start(environment: Record<string, string>): Promise<Replica> {
    const log = logFile("replica");
    const ports = { QUARKUS_HTTP_PORT: "0", QUARKUS_MANAGEMENT_PORT: "0" };
    const args = ["-XX:TieredStopAtLevel=1", "-jar", JAR];
    const child = java(args, { ...environment, ...ports }, log, log);
    const replica = new Replica(child, log);
    await until(() => {
      if (child.exitCode !== null) {
        throw new Error(readFileSync(log, "utf8"));
      }
      return replica.#port(PORT) > 0 && replica.#port(MANAGEMENT) > 0;
    });
    return replica;
  }

  get port(): number {
    return this.#port(PORT);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many requests wait for a task here. */
  async waiting(): Promise<number> {
    const metrics = await fetch(`http://127.0.0.1:${this.#port(MANAGEMENT)}/q/metrics`);
    return (await metrics.text())
      .split("\n")
      .filter((line) => line.startsWith("anteroom_requests_waiting"))
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
  }

  /** Ends it as `kill -9` does. */
  async kill(): Promise<void> {
    await end(this.#process, "SIGKILL");
  }

  /** Ends it in order: it responds to all who wait. */
  async stop(): Promise<void> {
    await end(this.#process, "SIGTERM");
  }

  #port(pattern: RegExp): number {
    return Number(pattern.exec(readFileSync(this.#log, "utf8"))?.[1] ?? 0);
  }
}
