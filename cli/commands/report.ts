import { InvalidArgumentError, Option } from "commander";
import { savingDefaults } from "../../components/prices.ts";
import type { AddCommand } from "../add-command.ts";
import { amount, webAddress } from "../arguments.ts";
import { type ConnectionOptions, connectToMetrics } from "../aws/connection.ts";
import { AwsFailure } from "../aws/failure.ts";
import { ExitCode } from "../exit-codes.ts";
import { withProgress } from "../progress.ts";
import { csvOf } from "../report/csv.ts";
import { readMetricData } from "../report/metric-data.ts";
import { pageOf } from "../report/page/page.ts";
import { choosePipeline } from "../report/pipelines.ts";
import { reportQueries } from "../report/queries.ts";
import { parseSince, planRange } from "../report/range.ts";
import { createReport, type Report } from "../report/report.ts";
import type { Worth } from "../report/savings.ts";
import { tableOf } from "../report/table.ts";
import { lookOf } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { writeWhole } from "../write-file.ts";

interface Options extends ConnectionOptions, Worth {
  pipeline?: string;
  /** Seconds. */
  since: number;
  json?: true;
  csv?: true;
  html?: string;
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

/** Adds `report`. */
export const reportCommand: AddCommand = (program, terminal, end) => {
  program
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
    )
    .addOption(new Option("--json", "print one JSON object").conflicts("csv"))
    .option("--csv", "print a row for each minute, hour or day")
    .option("--html <file>", "write a page with plots as well")
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
    )
    .option("--region <region>", "the AWS region, if not the environment's or the profile's")
    .option("--profile <profile>", "a profile of the AWS configuration")
    .option("--endpoint <url>", "call this instead of AWS, such as the local run", webAddress)
    .addHelpText("after", more)
    .action(async ({ transferDollarsPerGb, storageDollarsPerGb, ...given }) => {
      const options: Options = {
        ...given,
        transferDollarsPerGB: transferDollarsPerGb,
        storageDollarsPerGB: storageDollarsPerGb,
      };
      const report = await read(options, terminal);
      print(report, options, terminal);
      end(report.notes.length > 0 ? ExitCode.incomplete : ExitCode.done);
      if (options.html !== undefined) await writeWhole(options.html, pageOf(report));
    });
};

async function read(options: Options, terminal: Terminal): Promise<Report> {
  try {
    return await readReport(options, terminal);
  } catch (error) {
    if (options.json && error instanceof AwsFailure) {
      writeJson(
        { ...(options.pipeline !== undefined && { pipeline: options.pipeline }), error: error.message },
        terminal,
      );
    }
    throw error;
  }
}

async function readReport(options: Options, { stderr }: Terminal): Promise<Report> {
  let say: (note: string) => void = (note) => void stderr.write(`${note}\n`);
  const connection = await connectToMetrics(options, () => say("waiting for AWS"));
  const pipeline = await choosePipeline(connection, options.pipeline);
  const range = planRange(options.since, Math.floor(Date.now() / 1000));
  const queries = reportQueries(pipeline);
  const count = Object.keys(queries).length;
  const data = await withProgress(stderr, "Reading metrics", count, (advance, sayBesideBar) => {
    say = sayBesideBar;
    return readMetricData(connection, queries, range, advance);
  });
  return createReport(pipeline, data, { region: connection.region, range, worth: options });
}

function print(report: Report, { json, csv }: Options, terminal: Terminal): void {
  const { stdout, stderr } = terminal;
  if (json) writeJson(report, terminal);
  else if (csv) stdout.write(csvOf(report));
  else stdout.write(tableOf(report, lookOf(terminal)));
  // The table has them already.
  if (csv) for (const note of report.notes) stderr.write(`${note}\n`);
}

function writeJson(value: object, { stdout }: Terminal): void {
  stdout.write(`${JSON.stringify(value)}\n`);
}

function since(text: string): number {
  const seconds = parseSince(text);
  if (seconds === undefined)
    throw new InvalidArgumentError(
      "It must be hours, days or weeks from 1h to 455d, such as 12h, 30d or 4w.",
    );
  return seconds;
}
