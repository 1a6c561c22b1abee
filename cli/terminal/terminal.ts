import { createInterface } from "node:readline/promises";
import type { Writable } from "node:stream";

/** Receives a command's results on `stdout` and everything else on `stderr`. */
export interface Terminal {
  stdout: Writable & { isTTY?: boolean; columns?: number; hasColors?(): boolean };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Is true when somebody is there to answer. */
  canAsk: boolean;
  /** Returns true for a yes; an interrupted question counts as a no. */
  confirm(question: string, signal: AbortSignal): Promise<boolean>;
}

/** A terminal of unknown width reports 0. */
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
      // In raw mode, while asking, the terminal sends no signal by itself.
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
