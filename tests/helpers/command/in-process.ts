import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import type { ExitCode } from "../../../cli/exit-codes.ts";
import { run } from "../../../cli/program.ts";
import { someEnvironment } from "./command.ts";

/**
 * Runs the command in this process, in a pipe or in a terminal. It sets credentials for the whole process of
 * the test file.
 */
export async function runHere(
  args: string[],
  terminal: { isTTY?: boolean; columns?: number; hasColors?: () => boolean } = {},
): Promise<{ code: ExitCode; stdout: string; stderr: string }> {
  Object.assign(process.env, someEnvironment);
  // Tests run at once, and each listens for Ctrl-C.
  process.setMaxListeners(100);
  const [stdout, stderr] = [0, 0].map(() => Object.assign(new PassThrough(), terminal)) as [
    PassThrough,
    PassThrough,
  ];
  const texts = Promise.all([text(stdout), text(stderr)]);
  const code = await run(args, { stdout, stderr, canAsk: false, confirm: async () => false });
  stdout.end();
  stderr.end();
  const [printed, told] = await texts;
  return { code, stdout: printed, stderr: told };
}
