import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import type { AddCommand } from "./add-command.ts";
import { AwsFailure } from "./aws/failure.ts";
import { compressCommand } from "./compress/command.ts";
import { estimateCommand } from "./estimate/command.ts";
import { ExitCode } from "./exit-codes.ts";
import { redriveCommand } from "./redrive/command.ts";
import { reportCommand } from "./report/command.ts";
import { narrowHelp } from "./terminal/narrow-help.ts";
import { columnsOf, type Terminal } from "./terminal/terminal.ts";
import { UsageError } from "./usage-error.ts";

const commands: AddCommand[] = [reportCommand, estimateCommand, compressCommand, redriveCommand];

const { version, engines } = createRequire(import.meta.url)("image-compression-pipeline/package.json");

/** Runs the command named by `args` and returns its exit code. */
export async function run(
  args: string[],
  terminal: Terminal,
  nodeVersion = process.versions.node,
): Promise<ExitCode> {
  // npm installs the package on any version; an older one would fail with a stack trace.
  if (isOlder(nodeVersion, engines.node)) {
    terminal.stderr.write(`error: This needs Node.js ${engines.node}, and runs on ${nodeVersion}\n`);
    return ExitCode.usage;
  }
  let code: ExitCode = ExitCode.done;
  const program = new Command("image-compression-pipeline")
    .description(
      "Tells what a pipeline of the Pulumi component ImageCompressionPipeline did, or would make of your images, and sends its dead letters again.",
    )
    .version(version)
    .exitOverride()
    .configureHelp(narrowHelp)
    .configureOutput({
      getOutHelpWidth: () => (terminal.stdout.isTTY ? columnsOf(terminal.stdout) : 80),
      writeOut: (text) => terminal.stdout.write(text),
      writeErr: (text) => terminal.stderr.write(text),
    });
  for (const add of commands) {
    add(program, terminal, (ended) => {
      code = ended;
    });
  }
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    return explain(error, terminal);
  }
}

/** Compares two versions; `needed` may have only two numbers: `>=22.12`. */
function isOlder(version: string, needed: string): boolean {
  const [[major = 0, minor = 0], [neededMajor = 0, neededMinor = 0]] = [version, needed].map((text) =>
    [...text.matchAll(/\d+/g)].map(Number),
  ) as [number[], number[]];
  return major < neededMajor || (major === neededMajor && minor < neededMinor);
}

function explain(error: unknown, { stderr }: Terminal): ExitCode {
  // Commander has already printed its message, or the help the user asked for.
  if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.done : ExitCode.usage;
  const isExpected = error instanceof AwsFailure || error instanceof UsageError;
  stderr.write(`error: ${isExpected ? error.message : describe(error)}\n`);
  return error instanceof AwsFailure
    ? ExitCode.aws
    : error instanceof UsageError
      ? ExitCode.usage
      : ExitCode.incomplete;
}

function describe(error: unknown): string {
  return (error instanceof Error ? error.stack : undefined) ?? String(error);
}
