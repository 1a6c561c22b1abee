import { closest } from "fastest-levenshtein";
import { memberPath } from "../../contract/member-path.ts";
import { isMap, isMarkedSecret, isUnknown, type Rule } from "../options/rule-kinds.ts";
import { optionRules } from "../options/rules-and-defaults.ts";

type Rules = Record<string, Rule<unknown>>;

/** Lists the problems of one option's value, those of its fields included. */
export function problemsOf(option: string, value: unknown): string[] {
  return hasRule(optionRules, option)
    ? faults(option, value, optionRules[option])
    : [`\`${option}\` is not an option; the nearest is \`${nearest(option, optionRules)}\``];
}

/** Formats a value for a message: on one line, and not too long. */
export function received(value: unknown): string {
  if (isMarkedSecret(value)) return "a secret, which cannot stay one here: give it in clear";
  if (isUnknown(value)) return "an output of another resource, and it must be known before anything exists";
  const text =
    typeof value === "number" ? String(value) : (JSON.stringify(withoutOutputs(value)) ?? typeof value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function faults(path: string, value: unknown, rule: Rule<unknown>): string[] {
  const { accepts, allowed, hint, fields, memberRule } = rule;
  if (!accepts(value)) {
    const more = hint?.(value);
    const fault = `\`${path}\` must be ${allowed}; received ${received(value)}`;
    return [more === undefined ? fault : `${fault}: ${more}`];
  }
  if (memberRule !== undefined && isMap(value)) return faultsOfMembers(path, value, memberRule);
  if (fields === undefined) return [];
  return Array.isArray(value)
    ? value.flatMap((element, index) => faultsInFields(memberPath(path, index), element, fields))
    : faultsInFields(path, value, fields);
}

function faultsOfMembers(
  path: string,
  map: Record<string, unknown>,
  ruleOf: NonNullable<Rule<unknown>["memberRule"]>,
): string[] {
  return Object.entries(map).flatMap(([key, value]) => {
    const allowed = ruleOf(key, value);
    if (allowed === undefined) return [];
    return `\`${memberPath(path, key)}\` must be ${allowed}; received ${received(value)}`;
  });
}

function faultsInFields(path: string, value: unknown, fields: Rules): string[] {
  if (!isMap(value))
    return [`\`${path}\` must be a map of a rendition's fields; received ${received(value)}`];
  const strange = Object.keys(value)
    .filter((field) => !Object.hasOwn(fields, field))
    .map(
      (field) =>
        `\`${path}.${field}\` is not a field of a rendition; the nearest is \`${nearest(field, fields)}\``,
    );
  const wrong = Object.entries(fields)
    .filter(([field, { isRequired }]) => value[field] !== undefined || isRequired)
    .flatMap(([field, rule]) => faults(`${path}.${field}`, value[field], rule));
  return [...wrong, ...strange];
}

function hasRule<Known extends Rules>(rules: Known, name: string): name is keyof Known & string {
  return Object.hasOwn(rules, name);
}

function nearest(name: string, rules: Rules): string {
  return closest(name, Object.keys(rules));
}

/** Replaces unknown values in lists and maps by a word. */
function withoutOutputs(value: unknown): unknown {
  if (isUnknown(value)) return isMarkedSecret(value) ? "a secret" : "an output";
  if (Array.isArray(value)) return value.map(withoutOutputs);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutOutputs(inner)]));
}
