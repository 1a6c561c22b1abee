import * as pulumi from "@pulumi/pulumi";
import { conflicts } from "./conflicts.ts";
import { longestName } from "./names.ts";
import { problemsOf, received } from "./option-problems.ts";
import { type Options, optionRules } from "./option-rules.ts";
import type { ImageCompressionPipelineArgs } from "./options.ts";

/**
 * The options with their defaults.
 *
 * @throws {pulumi.ResourceError} That names everything wrong at once.
 */
export function validOptions(
  name: string,
  args: ImageCompressionPipelineArgs,
  component: pulumi.Resource,
): Options {
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const problems = new Map(
    Object.entries(given).map(([option, value]) => [option, problemsOf(option, value)]),
  );
  const options = withDefaults(given);
  const clashes = conflicts
    .filter((conflict) => conflict.options.every((option) => (problems.get(option) ?? []).length === 0))
    .flatMap((conflict) => conflict.problem(options) ?? []);

  const all = [...nameProblem(name), ...[...problems.values()].flat(), ...clashes];
  if (all.length > 0) throw new pulumi.ResourceError(all.join("\n"), component, true);
  return options;
}

/** An option that is `undefined`, such as a key that the stack config does not set, keeps its default. */
export function withDefaults(given: Record<string, unknown>): Options {
  const defaults = Object.entries(optionRules).map(([option, { fallback }]) => [option, fallback]);
  return { ...Object.fromEntries(defaults), ...given };
}

function nameProblem(name: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= longestName) return [];
  return [
    `The component's name must be a letter and then letters, digits and "-", at most ${longestName} in all, since AWS limits the names made from it; received ${received(name)}`,
  ];
}
