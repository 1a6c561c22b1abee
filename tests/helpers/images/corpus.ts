import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import sharp from "sharp";
import { root } from "../root.ts";
import { deltaE } from "./delta-e.ts";

/** The expected look of a file in tests/fixtures. `colours` are patches, row by row, as hexadecimal RGB or RGBA. */
export interface Row {
  file: string;
  fact: string;
  width: number;
  height: number;
  /** The mean ΔE2000 allowed over all patches. */
  tolerance: number;
  columns: number;
  colours: string;
}

export interface AnimatedRow extends Omit<Row, "colours"> {
  frames: string[];
  delays: number[];
  loop: number;
}

interface RejectedRow extends Pick<Row, "file" | "fact"> {
  reason: string;
}

const fixtures = join(root, "tests/fixtures");
export const rows: (Row | AnimatedRow | RejectedRow)[] = readFileSync(
  join(fixtures, "corpus/expected.jsonl"),
  "utf8",
)
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const inTables = ({ file }: { file: string }, tables: string[]) =>
  tables.includes(file.split("/").at(-2) ?? "");

/** Lists the still images of these folders. */
export function rowsOf(...tables: string[]): Row[] {
  return rows.filter((row) => "colours" in row && inTables(row, tables)) as Row[];
}

export const animatedRows = rows.filter((row) => "frames" in row) as AnimatedRow[];
export const rejectedRows = rows.filter((row) => "reason" in row) as RejectedRow[];

export function bytesOf({ file }: { file: string }): Buffer {
  return readFileSync(join(fixtures, file));
}

/** Compares the image with the colours, which are opaque unless they have an alpha. */
export async function looksLike(
  t: ExecutionContext,
  image: Uint8Array,
  { columns, tolerance }: Pick<Row, "columns" | "tolerance">,
  colours: string,
) {
  const wanted = colours.split(" ").map((colour) => [...Buffer.from(colour.padEnd(8, "f"), "hex")]);
  const found = await patchesOf(image, columns, wanted.length / columns);
  const differences = wanted.map((patch, at) => difference(patch, found[at] ?? []));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const [worst] = [...differences.keys()].sort((a, b) => (differences[b] ?? 0) - (differences[a] ?? 0));
  const opacities = wanted.map(([, , , alpha = 0], at) => Math.abs(alpha - (found[at]?.[3] ?? 0)));
  t.true(mean <= tolerance, `ΔE ${mean}, worst at ${worst}: ${found[worst ?? 0]}, not ${wanted[worst ?? 0]}`);
  t.true(Math.max(...opacities) <= 3, `Alpha is ${found.map(([, , , alpha]) => alpha)}`);
}

/** The colour of a nearly transparent pixel does not count. */
function difference(wanted: number[], found: number[]): number {
  return (wanted[3] ?? 0) < 8 ? 0 : deltaE(wanted.slice(0, 3), found.slice(0, 3));
}

/** The mean red, green, blue and alpha around the middle of each patch. */
async function patchesOf(image: Uint8Array, columns: number, rowCount: number): Promise<number[][]> {
  const options = { resolveWithObject: true } as const;
  const { data, info } = await sharp(image).toColourspace("srgb").ensureAlpha().raw().toBuffer(options);
  const side = { x: info.width / columns, y: info.height / rowCount };
  return Array.from({ length: columns * rowCount }, (_, at) => {
    const pixels = around((at % columns) * side.x, side.x).flatMap((x) =>
      around(Math.floor(at / columns) * side.y, side.y).map((y) => (y * info.width + x) * 4),
    );
    return [0, 1, 2, 3].map(
      (channel) => pixels.reduce((sum, pixel) => sum + (data[pixel + channel] ?? 0), 0) / pixels.length,
    );
  });
}

/** Lists the positions in the middle quarter of a side; at least one. */
function around(start: number, side: number): number[] {
  const first = Math.floor(start + (side * 3) / 8);
  return Array.from({ length: Math.ceil(start + (side * 5) / 8) - first }, (_, at) => first + at);
}

/** Requires an output of nothing but pixels. */
export async function saysNothingElse(t: ExecutionContext, image: Uint8Array) {
  const { exif, xmp, iptc, icc, orientation, comments } = await sharp(image).metadata();
  t.deepEqual([exif, xmp, iptc, icc, orientation, comments], Array(6).fill(undefined));
}
