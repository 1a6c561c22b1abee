import { basename, dirname } from "node:path";
import { checkOptions } from "../../components/checks/check-options.ts";
import type { Options } from "../../components/options/rules-and-defaults.ts";
import { stackOptions, strayOptions } from "../../components/options/stack-options.ts";
import { functionSettings } from "../../components/settings/function-settings.ts";
import { asTexts, withOverrides } from "../../config/overrides.ts";
import type { StackConfig } from "../../config/stack-config.ts";
import type { Settings } from "../../contract/settings.ts";
import { messageOf } from "../message-of.ts";
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
 * Returns the component's options with their defaults.
 *
 * @throws {UsageError} Lists every fault in the component's own words.
 */
export async function readOptions(configured: Configured): Promise<Options> {
  const { values, project } = await readConfig(configured);
  const stray = strayOptions(values, project, configured.stack ?? "--config");
  if (stray !== undefined) throw new UsageError(stray);
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

async function readConfig({ config, stack }: Configured): Promise<Pick<StackConfig, "project" | "values">> {
  try {
    if (stack === undefined)
      return { project: ownProject, values: asTexts(withOverrides({}, ownProject, config)) };
    const { readStackConfig } = await import("../../config/stack-config.ts");
    return readStackConfig(dirname(stack), config, stackName(stack));
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
