import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Adds a command to the program; `end` is told what the process is to end with. */
export type AddCommand = (program: Command, terminal: Terminal, end: (code: ExitCode) => void) => void;
