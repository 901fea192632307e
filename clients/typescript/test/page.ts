import { readFileSync } from "node:fs";

export const README = "README.md";
export const CLIENTS = "../../docs/clients.md";
export const PROJECT = "../../README.md";

/** The blocks of a page that are written in a language. */
export function blocks(page: string, language: string): string[] {
  const fence = new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs");
  return [...readFileSync(page, "utf8").matchAll(fence)].map(([, block]) => block ?? "");
}
