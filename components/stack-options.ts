import { type OptionName, optionRules } from "./option-rules.ts";
import type { ImageCompressionPipelineArgs } from "./options.ts";

/**
 * The options in a stack's configuration, which is text: each read as its rule says. What cannot be read, and what is
 * no option, goes on as it is: the component says what is wrong with it, and with everything else, at once.
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

function readOption(option: string, text: string): unknown {
  const kind = isOption(option) ? optionRules[option].kind : "text";
  if (kind === "text") return text;
  const value = parsed(text);
  return kind === "texts" ? withTexts(value) : value;
}

function isOption(option: string): option is OptionName {
  return Object.hasOwn(optionRules, option);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `pulumi config set --path` makes numbers and booleans of what looks like some. */
function withTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]));
}

function asText(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}
