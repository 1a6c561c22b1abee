import type { FailOnOptions } from "sharp";
import { endOfData, hasAllScans, leastBytes } from "./jpeg-scans.ts";
import { endOfImage } from "./jpeg-segments.ts";

type Encode<Result> = (input: Uint8Array, failOn: FailOnOptions) => Promise<Result[]>;

/** Entropy-coded data and restarts no encoder wrote: a decoder would make missing rows of it. */
const filler = Buffer.concat(
  Array.from({ length: 16 }, (_, index) => [
    Buffer.alloc(4096, "Z"),
    Buffer.from([0xff, 0xd0 + (index % 8)]),
  ]).flat(),
);

/** libvips does not report faults in the last eight rows, and a smaller file may have no more rows. */
const smallFile = 65_536;

/** libjpeg reports only its first warning. With this one no row can be missing, with any other one it can. */
const rowsComplete = /extraneous bytes before marker 0xd9/i;

/**
 * Encodes a JPEG with the flaws of phones and cameras: a missing last marker, a trailer, stray bytes. Rows are missing if other bytes
 * behind the data change the image, which is tried wherever the decoder leaves a doubt.
 *
 * @throws {Error} When rows or scans are missing.
 */
export async function encodeJpeg<Result extends { body: Buffer }>(
  bytes: Buffer,
  encode: Encode<Result>,
): Promise<{ images: Result[]; flawless: boolean }> {
  if (bytes.length < leastBytes(bytes)) throw new Error("the last rows are missing");
  const marked = bytes.subarray(-endOfImage.length).equals(endOfImage);
  const end = marked ? bytes.length - endOfImage.length : endOfData(bytes);
  if (end === undefined && !hasAllScans(bytes)) throw new Error("the last scans are missing");

  const data = end === undefined ? withoutHalfMarker(bytes) : bytes.subarray(0, end);
  const whole = end === undefined ? Buffer.concat([data, endOfImage]) : bytes;
  const { isComplete, ...made } = await encodeTolerantly(whole, encode);
  if (isComplete && end !== undefined && data.length > smallFile) return made;

  const filled = await encode(Buffer.concat([data, filler, endOfImage]), "error");
  if (!filled.every(({ body }, at) => made.images[at]?.body.equals(body)))
    throw new Error("the last rows are missing");
  return made;
}

async function encodeTolerantly<Result>(
  whole: Buffer,
  encode: Encode<Result>,
): Promise<{ images: Result[]; flawless: boolean; isComplete: boolean }> {
  try {
    return { images: await encode(whole, "warning"), flawless: true, isComplete: true };
  } catch (error) {
    const isComplete = error instanceof Error && rowsComplete.test(error.message);
    return { images: await encode(whole, "error"), flawless: false, isComplete };
  }
}

function withoutHalfMarker(bytes: Buffer): Buffer {
  return bytes.at(-1) === endOfImage[0] ? bytes.subarray(0, -1) : bytes;
}
