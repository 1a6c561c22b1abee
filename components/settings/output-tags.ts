import { memberPath } from "../../contract/member-path.ts";
import type { Settings } from "../../contract/settings.ts";
import { tagRule } from "../options/rule-kinds.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { environmentBytes, environmentLimit } from "./environment.ts";

/** Checks tags whose values were unknown when the options were checked. */
export function tagsProblem(options: Options, settings: Settings): string | undefined {
  const sets = Object.entries(tagSets(options));
  const wrong = sets.flatMap(([path, tags = {}]) =>
    Object.entries(tags).flatMap(([key, value]) => {
      const allowed = tagRule(key, value);
      // The value may be a secret.
      return allowed === undefined ? [] : `\`${memberPath(path, key)}\` must be ${allowed}`;
    }),
  );
  if (wrong.length > 0) return wrong.join("\n");

  const bytes = environmentBytes(settings);
  if (bytes <= environmentLimit) return undefined;
  const longest = sets.reduce((a, b) => (JSON.stringify(b).length > JSON.stringify(a).length ? b : a));
  return `\`${longest[0]}\` must be shorter: the function's environment holds ${environmentLimit} bytes; received ${bytes}`;
}

/** All tags of outputs, by the path of their option. */
function tagSets({ objectTags, renditions, web }: Options): Record<string, Options["objectTags"]> {
  const sets = [
    ["objectTags", objectTags],
    ...renditions.map(({ objectTags: tags }, index) => [`renditions[${index}].objectTags`, tags]),
    ["web.objectTags", web?.objectTags],
  ];
  return Object.fromEntries(sets.filter(([, tags]) => tags !== undefined));
}
