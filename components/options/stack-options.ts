import type { ImageCompressionPipelineArgs } from "./options.ts";
import type { Rule } from "./rule-kinds.ts";
import { optionRules } from "./rules-and-defaults.ts";

/**
 * Reads the options from a stack's configuration, which is text, each by its rule. Unreadable values and unknown keys
 * pass unchanged: the component reports all problems at once.
 */
export function stackOptions(config: Record<string, string>, project: string): ImageCompressionPipelineArgs {
  const own = Object.entries(config).filter(([key]) => key.startsWith(`${project}:`));
  return Object.fromEntries(
    own.map(([key, text]) => {
      const option = key.slice(project.length + 1);
      return [option, readOption(option, text)];
    }),
  );
}

/**
 * Returns a sentence about options that stand under another project's name, which `stackOptions` would pass over: the stack
 * would come up with defaults.
 *
 * @param place - Names the origin of the configuration.
 */
export function strayOptions(
  config: Record<string, unknown>,
  project: string,
  place: string,
): string | undefined {
  const stray = Object.keys(config).filter((key) => {
    const [namespace = "", option = ""] = key.split(":");
    // `pulumi:tags` are the tags of the stack.
    return namespace !== project && namespace !== "pulumi" && Object.hasOwn(optionRules, option);
  });
  const [first] = stray;
  if (first === undefined) return undefined;
  const own = `${project}:${first.split(":")[1]}`;
  return `${place} sets ${stray.map((key) => `\`${key}\``).join(", ")} for another project: here options have names such as \`${own}\`. Rename them, or take the file of a stack of ${project}`;
}

function readOption(option: string, text: string): unknown {
  const rules: Record<string, Rule<unknown>> = optionRules;
  const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
  return rule === undefined ? text : read(rule, text);
}

/** `pulumi config set --path` turns text into the number or boolean it looks like, but no text into a fraction. */
function read({ kind, fields = {} }: Rule<unknown>, value: unknown): unknown {
  if (kind === "text") return asText(value);
  const known = typeof value === "string" ? parsed(value) : value;
  if (kind === "number" || kind === "boolean") return known;
  if (kind === "texts") return withValues(known, (_key, inner) => asText(inner));
  const withFields = (map: unknown) =>
    withValues(map, (field, inner) => {
      const rule = Object.hasOwn(fields, field) ? fields[field] : undefined;
      return rule === undefined ? inner : read(rule, inner);
    });
  return Array.isArray(known) ? known.map(withFields) : withFields(known);
}

export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Changes each value of a list or map, and returns anything else as it is. */
function withValues(value: unknown, change: (key: string, inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner, index) => change(String(index), inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(key, inner)]));
}

function asText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
