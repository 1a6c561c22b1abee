import type { Command } from "commander";

/** Adds the options for the component's configuration. */
export function addSettingOptions(command: Command): Command {
  return command
    .option(
      "--config <name=value>",
      "an option of the component, as often as needed, such as quality=60",
      (value: string, before: string[] = []) => [...before, value],
    )
    .option(
      "--stack <file>",
      "take the configuration of a stack, such as Pulumi.dev.yaml; --config overrides it",
    );
}
