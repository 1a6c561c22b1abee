import { join, resolve } from "node:path";
import type { Options as PipelineOptions } from "../../components/options/rules-and-defaults.ts";
import type { Settings } from "../../contract/settings.ts";
import type { AddCommand } from "../add-command.ts";
import { addSettingOptions } from "../configuration/options.ts";
import { type Configured, readOptions, settingsOf } from "../configuration/settings.ts";
import { withSharp } from "../images/with-sharp.ts";
import { interruptible } from "../terminal/interruption.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { writeJson } from "../terminal/write-json.ts";
import { UsageError } from "../usage-error.ts";
import { closingLine, exitCodeOf, type FileReport, linesOf } from "./report.ts";

interface Options extends Configured {
  output: string;
  force: boolean;
  json: boolean;
}

const more = `
Examples:
  npx image-compression-pipeline compress photo.png -o out
  npx image-compression-pipeline compress *.jpg -o out --config format=webp --config quality=60
  npx image-compression-pipeline compress *.jpg -o out --stack Pulumi.dev.yaml --force

Exit codes:
  0    each file has all its outputs
  1    a file was rejected, could not be read, or has an output in its way
  2    the command was wrong, or sharp is missing
  130  it was interrupted; what was written is whole`;

export const compressCommand: AddCommand = (program, terminal, end) => {
  addSettingOptions(
    program
      .command("compress")
      .summary("compress files on this machine, to try settings")
      .description(
        "Makes of each file what the pipeline would make of an upload, with the same code and settings. Nothing leaves this machine. Sources stay as they are.",
      )
      .argument("[file...]", "the images; at least one has to be given"),
  )
    .option("-o, --output <folder>", "where to write, and nowhere else; it has to be given")
    .option("--force", "overwrite outputs that are there already, but never a source")
    .option("--json", "print one JSON object")
    .addHelpText("after", more)
    .action(async (files: string[], given: Partial<Options>) => {
      const options = complete(given);
      if (files.length === 0) throw new UsageError("The files are missing: give at least one image");
      const { reports, isInterrupted } = await run(files, options, terminal);
      end(exitCodeOf(reports, isInterrupted));
    });
};

/** Commander would report a missing option before a misspelt one. */
function complete({ output, ...given }: Partial<Options>): Options {
  if (output === undefined) throw new UsageError("-o is missing: give the folder to write to");
  return { config: [], force: false, json: false, ...given, output };
}

async function run(files: string[], options: Options, terminal: Terminal) {
  const settings = settingsIn(options.output, await readOptions(options, terminal));
  const { compressFiles } = await withSharp(() => import("./compress.ts"));
  const reports: FileReport[] = [];
  const onDone = (report: FileReport) => {
    reports.push(report);
    if (!options.json) terminal.stdout.write(`${linesOf(report).join("\n")}\n`);
  };
  const isInterrupted = await interruptible(async (signal) => {
    await compressFiles({
      files,
      settings,
      outputFolder: options.output,
      force: options.force,
      signal,
      onDone,
    });
    return signal.aborted;
  });
  if (options.json) writeJson({ files: reports, ...(isInterrupted && { interrupted: true }) }, terminal);
  else terminal.stdout.write(`${closingLine(reports, new Set(files.map((file) => resolve(file))).size)}\n`);
  return { reports, isInterrupted };
}

/** `web` has a bucket of its own, and so a folder of its own. */
function settingsIn(folder: string, options: PipelineOptions): Settings {
  const isOne = options.web === undefined;
  return settingsOf(options, { output: isOne ? folder : join(folder, "output"), web: join(folder, "web") });
}
