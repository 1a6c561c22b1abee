import * as pulumi from "@pulumi/pulumi";
import { checkOptions } from "./checks/check-options.ts";
import { longestName } from "./checks/component-name.ts";
import { problemsOf, received } from "./checks/option-problems.ts";
import type { ImageCompressionPipelineArgs } from "./options/options.ts";
import { isUnknown, markSecret, outputsIn } from "./options/rule-kinds.ts";
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
  const refused = refusal(name, args, component);
  if (refused !== undefined) throw refused;
  return checkedLater(checkOptions(args).options, component);
}

/**
 * Returns a failing output where programs in YAML, Python and other languages gave outputs for options that have to be known. Only
 * later does Pulumi tell which of these are secrets; a program in TypeScript hears of outputs from its compiler.
 */
export function refusedLater(
  name: string,
  args: ImageCompressionPipelineArgs,
  component: pulumi.Resource,
): pulumi.Output<never> | undefined {
  if (!/run-plugin/.test(process.argv[1] ?? "")) return undefined;
  const refused = Object.entries(args).filter(
    ([option, value]) => value !== undefined && problemsOf(option, value).length > 0,
  );
  const outputs = refused.flatMap(([, value]) => outputsIn(value));
  if (outputs.length === 0) return undefined;
  const told = Promise.all(outputs.map(markIfSecret)).then(() => {
    throw refusal(name, args, component);
  });
  const failing = pulumi.output<never>(told);
  // The engine hears of the failure once, by the value.
  const parts = Object.values(failing).filter((part) => part instanceof Promise);
  for (const part of parts) part.catch(() => {});
  return failing;
}

async function markIfSecret(output: object): Promise<void> {
  if (pulumi.Output.isInstance(output) && (await pulumi.isSecret(output))) markSecret(output);
}

function refusal(name: string, args: ImageCompressionPipelineArgs, component: pulumi.Resource) {
  const all = [...nameProblem(name), ...checkOptions(args).problems];
  return all.length === 0 ? undefined : new pulumi.ResourceError(all.join("\n"), component, true);
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
