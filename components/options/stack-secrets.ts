import type * as pulumi from "@pulumi/pulumi";
import type { ImageCompressionPipelineArgs } from "./options.ts";
import { isMap } from "./rule-kinds.ts";
import { optionRules } from "./rules-and-defaults.ts";

/** The options whose values nothing has to show. Addresses are always kept secret, by the component itself. */
const secretOptions = ["tags", "objectTags", "alarmTopicArns", "alarmEmails"];

/** Returns a sentence about options that are secrets of the stack and cannot stay secret. */
export function secretsProblem(secretKeys: string[], project: string): string | undefined {
  const refused = secretKeys.filter((key) => {
    const option = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : "";
    return Object.hasOwn(optionRules, option) && !secretOptions.includes(option);
  });
  const [first] = refused;
  if (first === undefined) return undefined;
  const names = refused.map((key) => `\`${key}\``).join(", ");
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
