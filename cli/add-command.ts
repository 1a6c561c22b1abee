import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal/terminal.ts";

/** Adds a command to the program and passes its exit code to `end`. */
export type AddCommand = (program: Command, terminal: Terminal, end: (code: ExitCode) => void) => void;
