import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { functionSettings, type Places } from "./function-settings.ts";
import { tagsProblem } from "./output-tags.ts";

/**
 * Returns the settings as JSON for the function's one environment variable.
 *
 * @throws {pulumi.ResourceError} Later, if tags from other resources turn out to be invalid.
 */
export function settingsJson(
  options: Options,
  places: pulumi.Input<Places>,
  component: pulumi.Resource,
): pulumi.Output<string> {
  const { objectTags, renditions, web } = options;
  return pulumi.all([places, pulumi.output({ objectTags, renditions, web })]).apply(([known, withTags]) => {
    const withKnownTags = { ...options, ...withTags };
    const settings = functionSettings(withKnownTags, known);
    const problem = tagsProblem(withKnownTags, settings);
    if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
    return JSON.stringify(settings);
  });
}
