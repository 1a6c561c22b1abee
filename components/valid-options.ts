import * as pulumi from "@pulumi/pulumi";
import { checkOptions } from "./checks/check-options.ts";
import { longestName } from "./checks/component-name.ts";
import { problemsOf, received } from "./checks/option-problems.ts";
import type { ImageCompressionPipelineArgs } from "./options/options.ts";
import { isUnknown } from "./options/rule-kinds.ts";
import type { Options } from "./options/rules-and-defaults.ts";

/**
 * Returns the options with their defaults.
 *
 * @throws {pulumi.ResourceError} If options are wrong, naming every one at once.
 */
export function validOptions(
  name: string,
  args: ImageCompressionPipelineArgs,
  component: pulumi.Resource,
): Options {
  const { options, problems } = checkOptions(args);
  const all = [...nameProblem(name), ...problems];
  if (all.length > 0) throw new pulumi.ResourceError(all.join("\n"), component, true);
  return checkedLater(options, component);
}

/** Values of other resources are checked once they are known. */
function checkedLater(options: Options, component: pulumi.Resource): Options {
  const check = <Value>(value: Value, problemsWith: (known: unknown) => string[]) => {
    if (!isUnknown(value)) return value;
    return pulumi.output(value).apply((known) => {
      const [problem] = problemsWith(known);
      if (problem !== undefined) throw new pulumi.ResourceError(problem, component, true);
      return String(known);
    });
  };
  const { sourceBucket, kmsKeyArn, alarmTopicArns } = options;
  const checkTopic = (known: unknown) => problemsOf("alarmTopicArns", [known]);
  return {
    ...options,
    sourceBucket: check(sourceBucket, (known) => problemsOf("sourceBucket", known)),
    kmsKeyArn: check(kmsKeyArn, (known) => problemsOf("kmsKeyArn", known)),
    alarmTopicArns: alarmTopicArns.map((arn) => check(arn, checkTopic)),
  };
}

function nameProblem(name: string): string[] {
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(name) && name.length <= longestName) return [];
  return [
    `The component's name must be a letter and then letters, digits and "-", at most ${longestName} in all, since AWS limits the names made from it; received ${received(name)}`,
  ];
}
