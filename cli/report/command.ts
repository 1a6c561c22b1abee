import { type Command, InvalidArgumentError, Option } from "commander";
import { savingDefaults } from "../../contract/prices.ts";
import type { AddCommand } from "../add-command.ts";
import { amount } from "../arguments.ts";
import { addConnectionOptions } from "../aws/connection-options.ts";
import { AwsFailure } from "../aws/failure.ts";
import { ExitCode } from "../exit-codes.ts";
import { writeThrough } from "../files/write-file.ts";
import { interruptible } from "../terminal/interruption.ts";
import { appearanceOf } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeJson } from "../terminal/write-json.ts";
import { csvOf } from "./csv.ts";
import { pageOf } from "./page/page.ts";
import { parseSince } from "./range.ts";
import { type ReportOptions, readReport } from "./read-report.ts";
import type { Report } from "./report.ts";
import { tableOf } from "./table.ts";

interface Options extends ReportOptions {
  json?: true;
  csv?: true;
  html?: string;
}

/** Holds the options under the names commander derives from the flags. */
interface Given extends Omit<Options, "transferDollarsPerGB" | "storageDollarsPerGB"> {
  transferDollarsPerGb: number;
  storageDollarsPerGb: number;
}

const more = `
Examples:
  npx image-compression-pipeline report
  npx image-compression-pipeline report --pipeline "$(pulumi stack output functionName)" --since 12w --html report.html
  npx image-compression-pipeline report --since 90d --csv > days.csv

Exit codes:
  0    all figures are there
  1    CloudWatch did not give all of them; the report says which
  2    the command was wrong, or the pipeline is not there
  3    AWS refused something, or was not reached
  130  it was interrupted`;

export const reportCommand: AddCommand = (program, terminal, end) => {
  const command = program
    .command("report")
    .summary("tell what a pipeline did, saved and cost")
    .description(
      "Tells what a pipeline did, saved and cost, from its metrics in CloudWatch: images, bytes, dollars, rejections and percentiles.",
    )
    .option(
      "--pipeline <name>",
      "the stack's output functionName; needed where the region has several pipelines",
    )
    .addOption(
      new Option("--since <time>", "how far back: hours, days or weeks such as 12h, 30d, 4w, up to 455d")
        .argParser(since)
        .default(since("30d"), "30d"),
    );
  addConnectionOptions(addWorthOptions(addOutputOptions(command)))
    .addHelpText("after", more)
    .action(async (given: Given) => {
      const options = optionsOf(given);
      const report = await interruptible((signal) => read(options, terminal, signal));
      if (report === undefined) return end(ExitCode.interrupted);
      print(report, options, terminal);
      end(report.notes.length > 0 ? ExitCode.incomplete : ExitCode.done);
      if (options.html !== undefined) await writeThrough(options.html, pageOf(report));
    });
};

function addOutputOptions(command: Command): Command {
  return command
    .addOption(new Option("--json", "print one JSON object").conflicts("csv"))
    .option("--csv", "print a row for each minute, hour or day")
    .option("--html <file>", "write a page with plots as well");
}

function addWorthOptions(command: Command): Command {
  return command
    .option(
      "--transfer-dollars-per-gb <dollars>",
      "what a GB sent to a viewer costs",
      amount,
      savingDefaults.transferDollarsPerGB,
    )
    .option(
      "--views-per-image <number>",
      "how often an output is looked at in a month",
      amount,
      savingDefaults.viewsPerImage,
    )
    .option(
      "--storage-dollars-per-gb <dollars>",
      "what a GB stored for a month costs, where originals expire",
      amount,
      0,
    );
}

function optionsOf({ transferDollarsPerGb, storageDollarsPerGb, ...given }: Given): Options {
  return { ...given, transferDollarsPerGB: transferDollarsPerGb, storageDollarsPerGB: storageDollarsPerGb };
}

/** Returns `undefined` when it was interrupted. */
async function read(options: Options, terminal: Terminal, signal: AbortSignal): Promise<Report | undefined> {
  try {
    return await readReport(options, terminal, signal);
  } catch (error) {
    if (signal.aborted) return undefined;
    if (options.json && error instanceof AwsFailure) {
      const { pipeline } = options;
      writeJson({ ...(pipeline !== undefined && { pipeline }), error: error.message }, terminal);
    }
    throw error;
  }
}

function print(report: Report, { json, csv }: Options, terminal: Terminal): void {
  const { stdout, stderr } = terminal;
  if (json) writeJson(report, terminal);
  else if (csv) stdout.write(csvOf(report));
  else stdout.write(tableOf(report, appearanceOf(terminal)));
  // Table and JSON contain the notes already.
  if (csv) for (const note of report.notes) stderr.write(`${note}\n`);
}

function since(text: string): number {
  const seconds = parseSince(text);
  if (seconds === undefined)
    throw new InvalidArgumentError(
      "It must be hours, days or weeks from 1h to 455d, such as 12h, 30d or 4w.",
    );
  return seconds;
}
