import { InvalidArgumentError } from "commander";
import type { AddCommand } from "../add-command.ts";
import { type Connection, type ConnectionOptions, connect } from "../aws/connection.ts";
import { addConnectionOptions } from "../aws/connection-options.ts";
import { AwsFailure } from "../aws/failure.ts";
import { interruptible } from "../terminal/interruption.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeJson } from "../terminal/write-json.ts";
import { UsageError } from "../usage-error.ts";
import { openFunction, openQueue } from "./destination.ts";
import { findPipeline } from "./pipeline.ts";
import { openDeadLetters } from "./queue.ts";
import { type RedriveOptions, redrive, type Target } from "./redrive.ts";
import { closingLines, exitCodeOf, type Report } from "./report.ts";

interface Options extends ConnectionOptions, RedriveOptions {
  pipeline: string;
  json: boolean;
}

/** A run holds all of its messages in memory. */
const maxMessages = 10_000;

const more = `
Examples:
  npx image-compression-pipeline redrive --pipeline images-compressor-1a2b3c4 --dry-run
  npx image-compression-pipeline redrive --pipeline "$(pulumi stack output functionName)"

Exit codes:
  0    all is done; there may have been nothing to do
  1    some dead letters stayed: no events, refused, or over the limit
  2    the command was wrong
  3    AWS refused something, or was not reached
  130  it was interrupted`;

export const redriveCommand: AddCommand = (program, terminal, end) => {
  addConnectionOptions(
    program
      .command("redrive")
      .summary("send dead letters through the pipeline again")
      .description(
        "Sends the dead letters of a pipeline through it again: to its queue of uploads, or else to its function. Asks before it does.",
      )
      .option("--pipeline <name>", "the stack's output functionName; it has to be given")
      .option("--limit <count>", "the most dead letters to look at", wholeNumber, maxMessages)
      .option("--dry-run", "list the dead letters and send none")
      .option("--yes", "send without asking")
      .option("--json", "print one JSON object, and all else to standard error"),
  )
    .addHelpText("after", more)
    .action(async (given: Partial<Options>) => {
      const options = complete(given, terminal);
      const report = await run(options, terminal);
      print(report, options, terminal);
      end(exitCodeOf(report));
    });
};

/** Commander would report a missing option before a misspelt one. */
function complete({ pipeline, ...given }: Partial<Options>, { canAsk }: Terminal): Options {
  if (pipeline === undefined)
    throw new UsageError("--pipeline is missing: give the stack's output functionName");
  const options = { limit: maxMessages, dryRun: false, yes: false, json: false, ...given, pipeline };
  if (options.yes || options.dryRun || canAsk) return options;
  throw new UsageError(
    "Nobody can be asked here, for want of a terminal: add --yes to send, or --dry-run to look",
  );
}

async function run(options: Options, terminal: Terminal): Promise<Report> {
  try {
    const target = await findTarget(await connect(options), options.pipeline);
    return await interruptible((signal) => redrive(target, options, { terminal, signal }));
  } catch (error) {
    if (options.json && error instanceof AwsFailure) {
      writeJson({ pipeline: options.pipeline, error: error.message }, terminal);
    }
    throw error;
  }
}

async function findTarget(connection: Connection, functionName: string): Promise<Target> {
  const { deadLetters, uploads, sourceBucket } = await findPipeline(connection, functionName);
  const queue = await openDeadLetters(connection, deadLetters);
  const destination =
    uploads === undefined ? openFunction(connection, functionName) : openQueue(connection, uploads);
  return { functionName, sourceBucket, queue, destination: await destination };
}

function print(report: Report, { json }: Options, terminal: Terminal): void {
  if (json) writeJson(report, terminal);
  else terminal.stdout.write(`${closingLines(report).join("\n")}\n`);
  if (report.error !== undefined) terminal.stderr.write(`error: ${report.error}\n`);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number from 1 to 999999.");
  return Number(text);
}
