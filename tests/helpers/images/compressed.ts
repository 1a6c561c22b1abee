import type { ExecutionContext } from "ava";
import type { RenditionSettings } from "../../../contract/settings.ts";
import { compress } from "../../../handler/image/compress.ts";
import type { Compressed } from "../../../handler/image/encode.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { limits, rendition } from "./renditions.ts";

setUpSharp(limits.memoryMiB);

/** Compresses an image to one rendition, and fails the test on a rejection. */
export async function compressed(
  t: ExecutionContext,
  bytes: Uint8Array,
  changes: Partial<RenditionSettings> = {},
): Promise<Compressed> {
  const [image] = await allCompressed(t, bytes, [changes]);
  return image ?? (t.fail("nothing was made") as never);
}

/** Compresses an image to several renditions, and fails the test on a rejection. */
export async function allCompressed(
  t: ExecutionContext,
  bytes: Uint8Array,
  changes: Partial<RenditionSettings>[],
): Promise<Compressed[]> {
  const result = await compress(bytes, changes.map(rendition), limits);
  if ("reason" in result) return t.fail(`${result.reason}: ${result.detail}`) as never;
  return result;
}

/** Compares with a tolerance for lossy formats. */
export function alike(t: ExecutionContext, actual: number[], expected: readonly number[], tolerance = 4) {
  const isAlike =
    actual.length === expected.length &&
    actual.every((value, at) => Math.abs(value - (expected[at] ?? 0)) <= tolerance);
  t.true(isAlike, `${actual} is not ${expected}`);
}
