import { isMap } from "./paths.ts";

export type Config = Record<string, unknown>;

/** Formats values as the engine hands them to a program: lists and maps as JSON. */
export function asTexts(config: Config): Record<string, string> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, asText(value)]));
}

export function asText(value: unknown): string {
  if (value === null) return "";
  return typeof value === "object" ? asJson(value) : String(value);
}

/** Writes JSON as Go does: keys in order, `<`, `>` and `&` escaped, and an integer of 64 bits with all its digits. */
function asJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(asJson).join(",")}]`;
  if (isMap(value)) {
    const keys = Object.keys(value).sort();
    return `{${keys.map((key) => `${asJson(key)}:${asJson(value[key])}`).join(",")}}`;
  }
  if (typeof value === "bigint")
    return BigInt.asIntN(64, value) === value ? String(value) : String(Number(value));
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escaped);
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
