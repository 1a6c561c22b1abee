import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A process that answers each line of JSON with one line of JSON. */
export interface LineWorker<Request, Answer> {
  ask: (request: Request) => Promise<Answer>;
  end: () => Promise<void>;
}

/** @throws {Error} From `ask`, when the process ends without an answer. */
export function startWorker<Request, Answer>(
  command: string,
  args: string[],
  environment: Record<string, string> = {},
): LineWorker<Request, Answer> {
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, ...environment },
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (request) => {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await answers.next();
      if (done) throw new Error(`${command} ${args.join(" ")} ended at ${JSON.stringify(request)}`);
      return JSON.parse(value);
    },
    end: async () => {
      const ended = once(child, "exit");
      child.stdin.end();
      await ended;
    },
  };
}
