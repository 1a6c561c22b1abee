import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./root.ts";

/** The readings of the real CLI, by the way in which a value is written. */
interface Readings {
  cli: string;
  /** A scalar of a stack's file; the same at the top, as text, and within a map, as JSON. */
  written: [scalar: string, top: string, inside: string][];
  /** A text for `pulumi config set --path`, and the JSON that it becomes within a map. */
  set: [text: string, inside: string][];
  /** A configuration, the texts set in it, and the value of `t` then, or `null` where one of them is refused. */
  paths: [before: Record<string, unknown>, sets: string[], after: string | null][];
}

/** Go names the time zone of a date with an offset from UTC where it is the machine's own. */
export const inUtc = { TZ: "UTC" };

export const readings: Readings = JSON.parse(readFileSync(join(root, "tests/config/scalars.json"), "utf8"));

/** Writes the project `p`, whose stack `dev` has each scalar at the top (`t0`, …) and within a map (`m0`, …). */
export function writeScalars(folder: string): void {
  const lines = readings.written.map(
    ([scalar], row) => `  p:t${row}: ${scalar}\n  p:m${row}:\n    k: ${scalar}\n`,
  );
  writeFileSync(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n${lines.join("")}`);
}

/** The values of that stack, as the real CLI reads them. */
export function scalarsRead(): Record<string, string> {
  return Object.fromEntries(
    readings.written.flatMap(([, top, inside], row) => [
      [`p:t${row}`, top],
      [`p:m${row}`, `{"k":${inside}}`],
    ]),
  );
}
