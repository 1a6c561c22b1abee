// The package's command: reads its arguments, and ends with the code that docs/redrive.md lists.
import { run } from "./program.ts";
import { createTerminal } from "./terminal.ts";

process.exitCode = await run(process.argv.slice(2), createTerminal(process));
