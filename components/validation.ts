import * as pulumi from "@pulumi/pulumi";
import { conflicts } from "./conflicts.ts";
import { longestName } from "./names.ts";
import { problemsOf, received } from "./option-problems.ts";
import { type Options, optionRules } from "./option-rules.ts";
import { type ImageCompressionPipelineArgs, Ingestion } from "./options.ts";
import { isUnknown } from "./rules.ts";

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
    .flatMap((conflict) => conflict.problem(options, given) ?? []);

  const all = [...nameProblem(name), ...[...problems.values()].flat(), ...clashes];
  if (all.length > 0) throw new pulumi.ResourceError(all.join("\n"), component, true);
  return checkedLater(options, component);
}

/** Values of other resources are checked once they are known. */
function checkedLater(options: Options, component: pulumi.Resource): Options {
  const check = (option: "sourceBucket" | "kmsKeyArn") => {
    if (!isUnknown(options[option])) return options[option];
    return pulumi.output(options[option]).apply((value) => {
      const [problem] = problemsOf(option, value);
      if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
      return value ?? "";
    });
  };
  return { ...options, sourceBucket: check("sourceBucket"), kmsKeyArn: check("kmsKeyArn") };
}

/** An option that is `undefined`, such as a key that the stack config does not set, keeps its default. */
export function withDefaults(given: Record<string, unknown>): Options {
  const defaults = Object.entries(optionRules).map(([option, { fallback }]) => [option, fallback]);
  // Only EventBridge leaves a bucket's notifications alone.
  const adopting = given.sourceBucket === undefined ? {} : { ingestion: Ingestion.eventbridge };
  return { ...Object.fromEntries(defaults), ...adopting, ...given };
}

function nameProblem(name: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= longestName) return [];
  return [
    `The component's name must be a letter and then letters, digits and "-", at most ${longestName} in all, since AWS limits the names made from it; received ${received(name)}`,
  ];
}
