import type { Terminal } from "./terminal.ts";

export function writeJson(value: object, { stdout }: Pick<Terminal, "stdout">): void {
  stdout.write(`${JSON.stringify(value)}\n`);
}
