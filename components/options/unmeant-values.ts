import { memberPath } from "../../contract/member-path.ts";
import { isMap, type Rule } from "./rule-kinds.ts";
import { optionRules } from "./rules-and-defaults.ts";
import { parsed } from "./stack-options.ts";

/** A value without quotes in a stack's file that is read as something other than what is written. */
interface Rewritten {
  key: string;
  path: string;
  written: string;
  read: string;
}

/** Go prints a date like this, and Pulumi's YAML is Go's. */
const goDate = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [-+]\d{4} \S+$/;

/**
 * Lists hints at values that nobody meant: a text that YAML took for a date or a number, and a number that it took for an octal one.
 * `rewritten` comes from the stack's file; values that are not from there count as they are.
 */
export function unmeantValues(
  config: Record<string, string>,
  project: string,
  rewritten: Rewritten[],
): string[] {
  const rules: Record<string, Rule<unknown>> = optionRules;
  return Object.entries(config).flatMap(([key, text]) => {
    const option = key.startsWith(`${project}:`) ? key.slice(project.length + 1) : "";
    const rule = Object.hasOwn(rules, option) ? rules[option] : undefined;
    if (rule === undefined) return [];
    return leavesOf(text, rule, "").flatMap(({ path, read, isText }) => {
      const found = rewritten.find(
        (value) => value.key === key && value.path === path && value.read === read,
      );
      return hintAt(`${option}${path}`, read, isText, found?.written) ?? [];
    });
  });
}

interface Leaf {
  path: string;
  read: string;
  isText: boolean;
}

function leavesOf(value: unknown, { kind, fields = {} }: Rule<unknown>, path: string): Leaf[] {
  if (kind !== "texts" && kind !== "fields") return [{ path, read: String(value), isText: kind === "text" }];
  return membersOf(typeof value === "string" ? parsed(value) : value).flatMap(([member, inner]) => {
    const at = memberPath(path, member);
    if (kind === "texts") return { path: at, read: String(inner), isText: true };
    if (typeof member === "number") return leavesOf(inner, { ...anyFields, fields }, at);
    const rule = Object.hasOwn(fields, member) ? fields[member] : undefined;
    return rule === undefined ? [] : leavesOf(inner, rule, at);
  });
}

const anyFields: Rule<unknown> = { kind: "fields", fallback: undefined, allowed: "", accepts: () => true };

function membersOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((inner, index) => [index, inner]);
  return isMap(value) ? Object.entries(value) : [];
}

function hintAt(
  path: string,
  read: string,
  isText: boolean,
  written: string | undefined,
): string | undefined {
  if (isText && written !== undefined)
    return `\`${path}\` is ${written} in the stack's file, and YAML reads that as ${read}: put it in quotes, "${written}", to keep it as it is written`;
  if (isText && goDate.test(read))
    return `\`${path}\` is ${JSON.stringify(read)}, as YAML reads a date: put it in quotes, such as "${read.slice(0, 10)}", to keep it as it is written`;
  const [, digits] = /^[-+]?0([0-7_]+)$/.exec(written ?? "") ?? [];
  if (digits === undefined || Number(digits.replaceAll("_", "")) === Math.abs(Number(read))) return undefined;
  const plain = String(written).replace(/^([-+]?)[0_]+/, "$1");
  return `\`${path}\` is ${written} in the stack's file, and YAML reads that as the octal number ${read}: write ${plain}, or ${read} if it is meant`;
}
