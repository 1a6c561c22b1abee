import type * as pulumi from "@pulumi/pulumi";
import { isObject } from "../../contract/is-object.ts";

/** The default of an option and its allowed values. */
export interface Rule<Value> {
  /** The option's form in stack config, which is text: plain, JSON, or a JSON list or map of texts or of fields. */
  kind: "text" | "number" | "boolean" | "texts" | "fields";
  fallback: Value;
  /** Ends the sentence "`option` must be …". */
  allowed: string;
  accepts: (value: unknown) => boolean;
  /** Explains a likely mistake, or names the value to give instead. */
  hint?: (value: unknown) => string | undefined;
  /** Returns the rule that one member of a map breaks, where it is told by the member's key. */
  memberRule?: (key: string, value: unknown) => string | undefined;
  /** Rules for the fields of the value, or of each element if it is a list. */
  fields?: Record<string, Rule<unknown>>;
  isRequired?: true;
}

type OptionalNumber = number | undefined;
type Tags = Record<string, pulumi.Input<string>> | undefined;

export function integer<Fallback extends OptionalNumber>(min: number, max: number, fallback: Fallback) {
  const rule: Rule<number | Fallback> = {
    kind: "number",
    fallback,
    allowed:
      max === Number.MAX_SAFE_INTEGER
        ? `an integer of at least ${min}`
        : `an integer from ${grouped(min)} to ${grouped(max)}`,
    accepts: (value) => Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max,
    hint: (value) =>
      typeof value === "string" && /^[-+]?\d+$/.test(value) ? `write ${Number(value)}` : undefined,
  };
  return rule;
}

export function fraction(fallback: number): Rule<number> {
  return {
    kind: "number",
    fallback,
    allowed: "a number above 0 and at most 1",
    accepts: (value) => typeof value === "number" && value > 0 && value <= 1,
  };
}

export function amount(max: number, fallback: number): Rule<number> {
  return {
    kind: "number",
    fallback,
    allowed: `a number from 0 to ${grouped(max)}`,
    accepts: (value) => typeof value === "number" && value >= 0 && value <= max,
  };
}

export function choice<const Value extends string | number>(values: readonly Value[], fallback: Value) {
  const rule: Rule<Value> = {
    kind: typeof fallback === "number" ? "number" : "text",
    fallback,
    allowed: `one of ${values.map((value) => JSON.stringify(value)).join(", ")}`,
    accepts: (value) => values.some((allowed) => allowed === value),
  };
  return rule;
}

export function text<Fallback extends string | undefined>(
  pattern: RegExp,
  allowed: string,
  fallback: Fallback,
) {
  const rule: Rule<string | Fallback> = {
    kind: "text",
    fallback,
    allowed,
    accepts: (value) => typeof value === "string" && pattern.test(value),
  };
  return rule;
}

/** A text, or an output of another resource, which passes until it is known. */
export function laterText(rule: Rule<string | undefined>): Rule<pulumi.Input<string> | undefined> {
  return { ...rule, accepts: (value) => isUnknown(value) || rule.accepts(value) };
}

export function boolean(fallback: boolean): Rule<boolean> {
  return {
    kind: "boolean",
    fallback,
    allowed: "true or false",
    accepts: (value) => typeof value === "boolean",
  };
}

export function texts(most: number, pattern: RegExp, allowed: string): Rule<string[]> {
  return {
    kind: "texts",
    fallback: [],
    allowed: `a list of up to ${most} ${allowed}`,
    accepts: (value) =>
      Array.isArray(value) &&
      value.length <= most &&
      value.every((element) => typeof element === "string" && pattern.test(element)),
  };
}

/** The same for each text of a list. */
export function laterTexts(most: number, pattern: RegExp, allowed: string): Rule<pulumi.Input<string>[]> {
  const { accepts, ...rule } = texts(most, pattern, allowed);
  return {
    ...rule,
    fallback: [],
    accepts: (value) =>
      Array.isArray(value) && value.length <= most && accepts(value.filter((element) => !isUnknown(element))),
  };
}

const ofTags = "letters, digits, spaces and _ . : / = + - @";

/** AWS's rule for tags; unknown values pass. */
export function tags(most: number): Rule<Tags> {
  return {
    kind: "texts",
    fallback: undefined,
    allowed: `a map of up to ${most} tags`,
    accepts: (value) => isMap(value) && Object.keys(value).length <= most,
    memberRule: tagRule,
  };
}

/** Returns the rule that a tag breaks. */
export function tagRule(key: string, value: unknown): string | undefined {
  if (!/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u.test(key) || /^aws:/i.test(key))
    return `a tag whose key has 1 to 128 ${ofTags}, and does not begin with "aws:"`;
  const isGood =
    isUnknown(value) || (typeof value === "string" && /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u.test(value));
  return isGood ? undefined : `a text of up to 256 ${ofTags}`;
}

/** A list of up to `most` maps with these fields, which `accepts` does not check. */
export function maps<Element>(
  most: number,
  allowed: string,
  fields: Record<string, Rule<unknown>>,
): Rule<Element[]> {
  return {
    kind: "fields",
    fallback: [],
    allowed: `a list of up to ${most} ${allowed}`,
    accepts: (value) => Array.isArray(value) && value.length <= most,
    fields,
  };
}

/** A map with these fields. */
export function map<Value>(allowed: string, fields: Record<string, Rule<unknown>>): Rule<Value | undefined> {
  return { kind: "fields", fallback: undefined, allowed, accepts: isMap, fields };
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return isObject(value) && !Array.isArray(value) && !isUnknown(value);
}

/**
 * Returns true if another resource will give the value. It checks the mark of the SDK's own `Output.isInstance`, since
 * the command uses these rules without the SDK.
 */
export function isUnknown(value: unknown): boolean {
  return (isObject(value) && value.__pulumiOutput === true) || value instanceof Promise;
}

/** Lists the values of other resources in a value, its lists and maps. */
export function outputsIn(value: unknown): object[] {
  if (isUnknown(value)) return [Object(value)];
  if (Array.isArray(value)) return value.flatMap(outputsIn);
  return isMap(value) ? Object.values(value).flatMap(outputsIn) : [];
}

const secrets = new WeakSet();

/** Remembers that a value is a secret: the SDK answers this by a promise, and rules cannot wait. */
export function markSecret(value: object): void {
  secrets.add(value);
}

export function isMarkedSecret(value: unknown): boolean {
  return isObject(value) && secrets.has(value);
}

function grouped(number: number): string {
  return number.toLocaleString("en-US");
}
