import { controlCharacters } from "../../contract/control-characters.ts";

/** Replaces what a terminal would obey. */
export function printable(text: string): string {
  return text.replace(controlCharacters, "\ufffd");
}

/** So many of a thing: `1 dead letter`, `50 dead letters`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}
