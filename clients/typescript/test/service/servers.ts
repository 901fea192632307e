import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter } from "node:path";
import { createInterface } from "node:readline";
import { java, logFile } from "./process.js";

/** What the build of the service made. */
export const JAR = process.env["SERVICE_JAR"] ?? "../../target/quarkus-app/quarkus-run.jar";
const SANDBOX = process.env["SANDBOX_FOLDER"] ?? "../../target/sandbox/quarkus-app";

export const KEY = "alice-key-0123456789abcdef0123456789";
export const CALLBACK_SECRET = "whsec_YWxpY2UncyBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcw==";

/** A text takes three seconds, long enough to kill whoever waits for it. */
const SETTINGS = { stages: { text: { processing: { min_ms: 3_000, max_ms: 3_000 } } } };

const CLIENT = {
  ANTEROOM_API_KEYS: `alice:${KEY}`,
  ANTEROOM_CLIENTS_ALICE_CALLBACK_SECRET: CALLBACK_SECRET,
  ANTEROOM_CALLBACKS_ALLOW_HTTP: "true",
  ANTEROOM_CALLBACKS_ALLOW_LOOPBACK: "true",
};

/** What a dead replica leaves behind is taken over sooner. */
const SOON = {
  ANTEROOM_CLUSTER_LEASE: "3s",
  ANTEROOM_QUOTA_USE_BY: "1s",
  ANTEROOM_IN_DOUBT_GRACE: "3s",
  ANTEROOM_IN_DOUBT_UPLOAD_GRACE: "3s",
  ANTEROOM_IN_DOUBT_CHECK_INTERVAL: "500ms",
};

/** Why tests with the service are skipped; undefined if they are not. */
export function notBuilt(): string | undefined {
  const isBuilt = existsSync(JAR) && existsSync(SANDBOX);
  return isBuilt || process.env["SERVICE_REQUIRED"] === "true"
    ? undefined
    : "The service is not built. In its folder: ./mvnw package -DskipTests, again with -Dsandbox";
}

/** PostgreSQL, Redis and the stand-in for Mixpeek as one process. */
export class Servers {
  readonly #process: ChildProcess;
  /** What a replica needs to know. */
  readonly environment: Record<string, string>;

  private constructor(process: ChildProcess, environment: Record<string, string>) {
    this.#process = process;
    this.environment = environment;
  }

  static async start(): Promise<Servers> {
    const classPath = [`${SANDBOX}/app/*`, `${SANDBOX}/lib/main/*`].join(delimiter);
    const args = ["-cp", classPath, "io.anteroom.sandbox.ServersProcess", JSON.stringify(SETTINGS)];
    const child = java(args, {}, "pipe", logFile("servers"));
    const environment: Record<string, string> = { ...CLIENT, ...SOON };
    if (child.stdout !== null) {
      for await (const line of createInterface(child.stdout)) {
        if (line === "") {
          child.stdout.resume();
          return new Servers(child, environment);
        }
        const [, name, value] = /^([A-Z_]+)=(.*)$/.exec(line) ?? [];
        if (name !== undefined) {
          environment[name] = value ?? "";
        }
      }
    }
    throw new Error("the servers did not start, see target/logs");
  }

  /** How many tasks the stand-in has seen. */
  async upstreamTasks(): Promise<number> {
    const response = await fetch(`${this.environment["MIXPEEK_BASE_URL"]}/_sandbox/counters`);
    const counters = (await response.json()) as { distinct_task_ids: number };
    return counters.distinct_task_ids;
  }

  /** They end with their standard input. */
  async stop(): Promise<void> {
    const exit = once(this.#process, "exit");
    this.#process.stdin?.end();
    await exit;
  }
}
