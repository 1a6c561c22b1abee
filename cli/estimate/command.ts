import type { AddCommand } from "../add-command.ts";
import { amount, count } from "../arguments.ts";
import { addSettingOptions } from "../configuration/options.ts";
import { type Configured, readOptions, settingsOf } from "../configuration/settings.ts";
import { withSharp } from "../images/with-sharp.ts";
import { interruptible } from "../terminal/interruption.ts";
import { appearanceOf } from "../terminal/table.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeJson } from "../terminal/write-json.ts";
import { UsageError } from "../usage-error.ts";
import { createReport, exitCodeOf, type Report } from "./report.ts";
import { sourceOf } from "./settings.ts";
import { tableOf } from "./table.ts";

interface Options extends Configured {
  uploads: number;
  sample?: number;
  json?: true;
  viewsPerImage?: number;
  transferDollarsPerGb?: number;
  storageDollarsPerGb?: number;
}

const more = `
Examples:
  npx image-compression-pipeline estimate photos
  npx image-compression-pipeline estimate photos --stack Pulumi.prod.yaml --uploads 250000
  npx image-compression-pipeline estimate photos --sample 200 --config format=avif --config maxDimension=2000

Exit codes:
  0    all images were tried; some may have been rejected, as the pipeline would
  1    there is no image, or some file could not be read
  2    the command was wrong, or sharp is missing
  130  it was interrupted, and printed what was known by then`;

export const estimateCommand: AddCommand = (program, terminal, end) => {
  addSettingOptions(
    program
      .command("estimate")
      .summary("tell what a pipeline would make of a folder of images")
      .description(
        "Tells what the pipeline would make of the images in a folder and its folders: bytes, quality, time, and dollars in a month. It compresses them with the function's own code, on this machine, and writes nothing.",
      )
      .argument("[folder]", "the images; it has to be given"),
  )
    .option("--uploads <count>", "how many uploads a month to reckon with", count, 100_000)
    .option("--sample <count>", "try no more than so many, evenly out of all", count)
    .option("--transfer-dollars-per-gb <dollars>", "the option transferDollarsPerGB", amount)
    .option("--views-per-image <number>", "the option viewsPerImage", amount)
    .option("--storage-dollars-per-gb <dollars>", "the option storageDollarsPerGB", amount)
    .option("--json", "print one JSON object")
    .addHelpText("after", more)
    .action(async (folder: string | undefined, given: Options) => {
      if (folder === undefined) throw new UsageError("The folder is missing: give one with images");
      const report = await run(folder, given, terminal);
      if (given.json) writeJson(report, terminal);
      else terminal.stdout.write(tableOf(report, appearanceOf(terminal)));
      end(exitCodeOf(report));
    });
};

async function run(folder: string, given: Options, terminal: Terminal): Promise<Report> {
  const config = [...(given.config ?? []), ...pricesOf(given)];
  const options = await readOptions({ ...given, config }, terminal);
  const settings = settingsOf(options, { output: "output", web: "web" });
  const { tryFolder } = await withSharp(() => import("./estimate.ts"));
  return interruptible(async (signal) => {
    const tried = await tryFolder({
      folder,
      options,
      settings,
      sample: given.sample ?? Number.POSITIVE_INFINITY,
      stderr: terminal.stderr,
      signal,
    });
    const from = sourceOf(given.stack, given.config);
    return createReport(folder, tried, { uploads: given.uploads, options, settings, from }, signal.aborted);
  });
}

/** Translates the options shared with `report` into options of the component. */
function pricesOf({ transferDollarsPerGb, viewsPerImage, storageDollarsPerGb }: Options): string[] {
  const prices = {
    transferDollarsPerGB: transferDollarsPerGb,
    viewsPerImage,
    storageDollarsPerGB: storageDollarsPerGb,
  };
  return Object.entries(prices).flatMap(([name, price]) => (price === undefined ? [] : `${name}=${price}`));
}
