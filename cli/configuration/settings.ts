import { basename, dirname } from "node:path";
import { checkOptions } from "../../components/checks/check-options.ts";
import type { Options } from "../../components/options/rules-and-defaults.ts";
import { stackOptions } from "../../components/options/stack-options.ts";
import { functionSettings } from "../../components/settings/function-settings.ts";
import { asTexts, withOverrides } from "../../config/overrides.ts";
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

const project = "image-compression-pipeline";

/**
 * Returns the component's options with their defaults.
 *
 * @throws {UsageError} Lists every fault in the component's own words.
 */
export async function readOptions(configured: Configured): Promise<Options> {
  const { options, problems } = checkOptions(stackOptions(...(await readConfig(configured))));
  if (problems.length > 0) throw new UsageError(problems.join("\n"));
  return options;
}

/** Returns the settings the component would give its function. */
export function settingsOf(options: Options, { output, web }: Folders): Settings {
  return functionSettings(options, { source: "", output, web, deadLetters: "" });
}

async function readConfig({
  config,
  stack,
}: Configured): Promise<[values: Record<string, string>, project: string]> {
  try {
    if (stack === undefined) return [asTexts(withOverrides({}, project, config)), project];
    const { readStackConfig } = await import("../../config/stack-config.ts");
    const { values, project: name } = readStackConfig(dirname(stack), config, stackName(stack));
    return [values, name];
  } catch (error) {
    throw new UsageError(isMissing(error) ? `--stack: there is no file ${error.path}` : messageOf(error), {
      cause: error,
    });
  }
}

function isMissing(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

function stackName(file: string): string {
  const [, name] = /^Pulumi\.(.+)\.yaml$/.exec(basename(file)) ?? [];
  if (name !== undefined) return name;
  throw new Error(
    `--stack takes the file of a stack, such as Pulumi.dev.yaml, with Pulumi.yaml beside it; received ${JSON.stringify(file)}`,
  );
}
