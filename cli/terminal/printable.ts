import { controlCharacters } from "../../contract/control-characters.ts";

/** Replaces what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(controlCharacters, "\ufffd");
}

/** Formats a count with its noun: `1 dead letter`, `50 dead letters`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
