import type * as pulumi from "@pulumi/pulumi";
import type { ImageCompressionPipelineArgs } from "../options/options.ts";
import { isMap } from "../options/rule-kinds.ts";
import { optionRules } from "../options/rules-and-defaults.ts";
import { problemsOf } from "./option-problems.ts";

/** The options whose values nothing has to show. Addresses are always kept secret, by the component itself. */
const secretOptions = ["tags", "objectTags", "alarmTopicArns", "alarmEmails"];

/** Returns sentences about options that are secrets of the stack, and cannot stay secret or have bad values. */
export function secretsProblem(
  options: ImageCompressionPipelineArgs,
  secretKeys: string[],
  project: string,
): string | undefined {
  const secret = Object.entries(options).filter(
    ([option]) => Object.hasOwn(optionRules, option) && secretKeys.includes(`${project}:${option}`),
  );
  const refused = secret.flatMap(([option]) => (secretOptions.includes(option) ? [] : option));
  if (refused.length > 0) return cannotStaySecret(refused.map((option) => `${project}:${option}`));
  // They are checked while they are known: the component sees secrets as outputs, which pass until AWS has them.
  const wrong = secret.flatMap(([option, value]) => problemsOf(option, value));
  if (wrong.length === 0) return undefined;
  return wrong.map((problem) => problem.replace(/; received .*$/s, "; received a secret")).join("\n");
}

function cannotStaySecret(keys: string[]): string {
  const [first] = keys;
  const names = keys.map((key) => `\`${key}\``).join(", ");
  return `${names} cannot be secret: Pulumi's state and AWS show in clear what becomes of it. Set it without --secret, such as by \`pulumi config set ${first} VALUE\`. Only values in ${secretOptions.map((option) => `\`${option}\``).join(", ")} can be secret`;
}

/** Returns the options with the values of these keys as secrets. Pulumi knows whole keys only: one secret makes all values of a list secret. */
export function withSecrets(
  options: ImageCompressionPipelineArgs,
  secretKeys: string[],
  project: string,
  secret: (value: string) => pulumi.Input<string>,
): ImageCompressionPipelineArgs {
  const hidden = (value: unknown) => (typeof value === "string" ? secret(value) : value);
  const changed = Object.entries(options).map(([option, value]) => {
    if (option === "alarmEmails" || !secretKeys.includes(`${project}:${option}`)) return [option, value];
    if (Array.isArray(value)) return [option, value.map(hidden)];
    if (!isMap(value)) return [option, value];
    return [option, Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]))];
  });
  return Object.fromEntries(changed);
}
