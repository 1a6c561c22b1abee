import { basename, dirname } from "node:path";
import { checkOptions } from "../../components/checks/check-options.ts";
import type { Options } from "../../components/options/rules-and-defaults.ts";
import { stackOptions, strayOptions } from "../../components/options/stack-options.ts";
import { unmeantValues } from "../../components/options/unmeant-values.ts";
import { functionSettings } from "../../components/settings/function-settings.ts";
import { withOverrides } from "../../config/overrides.ts";
import { asTexts } from "../../config/texts.ts";
import type { Settings } from "../../contract/settings.ts";
import { messageOf } from "../message-of.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** Holds the command's options for the component's configuration. */
export interface Configured {
  /** Holds one `name=value` for each option. */
  config: string[];
  /** Names the stack's file. */
  stack?: string;
}

/** Names the folders for outputs, in place of buckets. */
export interface Folders {
  output: string;
  web: string;
}

const ownProject = "image-compression-pipeline";

/**
 * Returns the component's options with their defaults, after hints at values that nobody meant.
 *
 * @throws {UsageError} Lists every fault in the component's own words.
 */
export async function readOptions(configured: Configured, { stderr }: Terminal): Promise<Options> {
  const { values, project, rewritten } = await readConfig(configured);
  const stray = strayOptions(values, project, configured.stack ?? "--config");
  if (stray !== undefined) throw new UsageError(stray);
  for (const hint of unmeantValues(values, project, rewritten)) stderr.write(`${hint}\n`);
  const { options, problems } = checkOptions(stackOptions(values, project));
  if (problems.length === 0) return options;
  throw new UsageError([...problems, ...originOf(configured, project)].join("\n"));
}

/** The keys of another program need not be the component's options. */
function originOf({ stack }: Configured, project: string): string[] {
  if (stack === undefined || project === ownProject) return [];
  return [
    `${stack} is of the project ${project}: its keys have to be the component's options. Leave --stack out, and give the options of a program of your own by --config`,
  ];
}

/** Returns the settings the component would give its function. */
export function settingsOf(options: Options, { output, web }: Folders): Settings {
  return functionSettings(options, { source: "", output, web, deadLetters: "" });
}

async function readConfig({ config, stack }: Configured) {
  try {
    if (stack === undefined)
      return { values: asTexts(withOverrides({}, ownProject, config)), project: ownProject, rewritten: [] };
    const { readStackConfig } = await import("../../config/stack-config.ts");
    const { readRewritten } = await import("../../config/rewritten.ts");
    const [folder, name] = [dirname(stack), stackName(stack)];
    const { values, project: own } = readStackConfig(folder, config, name);
    return { values, project: own, rewritten: readRewritten(folder, own, name) };
  } catch (error) {
    throw new UsageError(messageOf(error), { cause: error });
  }
}

function stackName(file: string): string {
  const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(basename(file)) ?? [];
  if (name !== undefined) return name;
  throw new Error(
    `--stack takes the file of a stack, such as Pulumi.dev.yaml, with Pulumi.yaml beside it; received ${JSON.stringify(file)}`,
  );
}
