import { createRequire } from "node:module";
import { Command, CommanderError } from "commander";
import type { AddCommand } from "./add-command.ts";
import { AwsFailure } from "./aws/failure.ts";
import { compressCommand } from "./commands/compress.ts";
import { estimateCommand } from "./commands/estimate.ts";
import { redriveCommand } from "./commands/redrive.ts";
import { reportCommand } from "./commands/report.ts";
import { ExitCode } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

const commands: AddCommand[] = [reportCommand, estimateCommand, compressCommand, redriveCommand];

/** Runs the command that `args` name, and says what the process is to end with. */
export async function run(args: string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = ExitCode.done;
  const program = new Command("image-compression-pipeline")
    .description(
      "Tells what a pipeline of the Pulumi component ImageCompressionPipeline did, or would make of your images, and sends its dead letters again.",
    )
    .version(String(createRequire(import.meta.url)("image-compression-pipeline/package.json").version))
    .exitOverride()
    .configureOutput({
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

function explain(error: unknown, { stderr }: Terminal): ExitCode {
  // Commander has printed it, help that was asked for included.
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
