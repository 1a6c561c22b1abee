// The package's command: reads its arguments, and ends with a code of exit-codes.ts.
import { ExitCode } from "./exit-codes.ts";
import { run } from "./program.ts";
import { createTerminal } from "./terminal/terminal.ts";

// A reader that has seen enough, such as `head`, must not end the work.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
});
process.exitCode = await run(process.argv.slice(2), createTerminal(process));
// A call that waits for its next try would keep the process for many seconds.
if (process.exitCode === ExitCode.interrupted) process.exit();
