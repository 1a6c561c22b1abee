import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/option-rules.ts";
import { functionSettings, type Places } from "./function-settings.ts";
import { tagsProblem } from "./output-tags.ts";

/**
 * What the function is told, as the text of its one environment variable.
 *
 * @throws {pulumi.ResourceError} Later, when tags that other resources give turn out to be none.
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
