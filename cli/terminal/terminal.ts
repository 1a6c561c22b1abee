import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";

/** Where a command prints: its results to `stdout`, all that goes by to `stderr`. */
export interface Terminal {
  stdout: Writable & { isTTY?: boolean; columns?: number; hasColors?(): boolean };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Whether somebody is there to answer. */
  canAsk: boolean;
  /** Whether the answer is yes; an interrupted question is not answered. */
  confirm(question: string, signal: AbortSignal): Promise<boolean>;
}

/** A terminal that was never told how wide it is says 0. */
export function columnsOf({ columns }: { columns?: number }): number {
  return columns || 80;
}

export function createTerminal({ stdin, stdout, stderr }: NodeJS.Process): Terminal {
  return {
    stdout,
    stderr,
    canAsk: stdin.isTTY && stderr.isTTY,

    confirm: async (question, signal) => {
      const lines = createInterface({ input: stdin, output: stderr });
      // The terminal is in raw mode while it asks, and sends no signal by itself.
      lines.on("SIGINT", () => process.emit("SIGINT"));
      const ended = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
      try {
        const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal }), ended]);
        return /^y(es)?$/i.test(answer.trim());
      } catch (error) {
        if (!signal.aborted) throw error;
        stderr.write("\n");
        return false;
      } finally {
        lines.close();
      }
    },
  };
}
