import { type ImageCompressionPipelineArgs, Ingestion } from "../options/options.ts";
import { type Options, optionRules } from "../options/rules-and-defaults.ts";
import { conflicts } from "./conflicts.ts";
import { problemsOf } from "./option-problems.ts";

/** Returns the options with their defaults, and all their problems. */
export function checkOptions(args: ImageCompressionPipelineArgs): { options: Options; problems: string[] } {
  // An `undefined` option, such as a key missing from the stack config, keeps its default.
  const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
  const problems = new Map(
    Object.entries(given).map(([option, value]) => [option, problemsOf(option, value)]),
  );
  const options = withDefaults(given);
  const clashes = conflicts
    .filter((conflict) => conflict.options.every((option) => (problems.get(option) ?? []).length === 0))
    .flatMap((conflict) => conflict.problem(options, given) ?? []);
  return { options, problems: [...[...problems.values()].flat(), ...clashes] };
}

export function withDefaults(given: Record<string, unknown>): Options {
  const defaults = Object.entries(optionRules).map(([option, { fallback }]) => [option, fallback]);
  // Only EventBridge leaves a bucket's notifications alone.
  const adopting = given.sourceBucket === undefined ? {} : { ingestion: Ingestion.eventbridge };
  return { ...Object.fromEntries(defaults), ...adopting, ...given };
}
