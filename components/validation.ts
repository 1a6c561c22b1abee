import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { conflicts } from "./conflicts.ts";
import { longestName } from "./names.ts";
import { type OptionName, type Options, optionRules } from "./option-rules.ts";
import type { ImageCompressionPipelineArgs } from "./options.ts";
import type { Rule } from "./rules.ts";

const rules: Record<string, Rule<unknown>> = optionRules;

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
  const problems = new Map(Object.entries(given).flatMap(([option, value]) => problemOf(option, value)));
  const options = withDefaults(given);
  const clashes = conflicts
    .filter((conflict) => !conflict.options.some((option) => problems.has(option)))
    .flatMap((conflict) => conflict.problem(options) ?? []);

  const all = [...nameProblem(name), ...problems.values(), ...clashes];
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

function problemOf(option: string, value: unknown): [OptionName | string, string][] {
  const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
  if (rule === undefined) {
    const nearest = closest(option, Object.keys(rules));
    return [[option, `\`${option}\` is not an option; the nearest is \`${nearest}\``]];
  }
  if (rule.accepts(value)) return [];
  return [[option, `\`${option}\` must be ${rule.allowed}; received ${received(value)}`]];
}

function received(value: unknown): string {
  if (isUnknown(value)) return "an output of another resource, and it must be known before anything exists";
  const text =
    typeof value === "number" ? String(value) : (JSON.stringify(withoutOutputs(value)) ?? typeof value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

/** The values in a list or map, with a word where one is not known yet. */
function withoutOutputs(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, isUnknown(inner) ? "an output" : inner]);
  return Array.isArray(value) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

function isUnknown(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}
