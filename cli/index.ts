// Runs the package's command and ends with a code of exit-codes.ts.
import { ExitCode } from "./exit-codes.ts";
import { run } from "./program.ts";
import { createTerminal } from "./terminal/terminal.ts";

// A reader such as `head` may close the pipe early; the work must go on.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(process.argv.slice(2), createTerminal(process));
// A call waiting for its retry would keep the process alive for many seconds.
if (process.exitCode === ExitCode.interrupted) process.exit();
