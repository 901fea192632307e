import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";

/** The JVM, which runs the service and what it needs. */
const JAVA = process.env["JAVA_HOME"] ? join(process.env["JAVA_HOME"], "bin", "java") : "java";

const LOGS = "target/logs";
const PATIENCE_MS = 120_000;

const started = new Set<ChildProcess>();
process.on("exit", () => started.forEach((child) => child.kill("SIGKILL")));
process.once("SIGINT", () => process.exit(1)).once("SIGTERM", () => process.exit(1));

/** Where the output of a process goes. */
export function logFile(name: string): string {
  mkdirSync(LOGS, { recursive: true });
  return join(LOGS, `${name}-${process.pid}-${started.size}.log`);
}

/** Starts a JVM, which ends with this process at the latest. */
export function java(
  args: string[],
  environment: Record<string, string>,
  stdout: "pipe" | string,
  stderr: string,
): ChildProcess {
  const out = stdout === "pipe" ? stdout : openSync(stdout, "a");
  const child = spawn(JAVA, args, {
    env: { ...process.env, ...environment },
    stdio: ["pipe", out, openSync(stderr, "a")],
  });
  started.add(child);
  return child;
}

/** Ends a process, and returns when it has ended. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const exit = once(child, "exit");
    child.kill(signal);
    await exit;
  }
}

/** Waits for a condition. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > end) {
      throw new Error(`it did not happen within ${PATIENCE_MS} ms`);
    }
    await pass(20);
  }
}
