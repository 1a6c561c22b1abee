import { withChecksums } from "../helpers/images/png-chunks.ts";
import type { Random } from "../helpers/random.ts";
import { withOtherDimensions } from "./dimensions.ts";
import type { Source } from "./sources.ts";

type Mutate = (source: Source, random: Random, other: Source) => Buffer;

const headerBytes = 512;
const longestRun = 2000;
const boundaries = [0, 1, 0x7f, 0x80, 0xfe, 0xff];

const mutations = {
  intact: ({ bytes }) => bytes,
  bits: ({ bytes }, random) => changed(bytes, random, (byte) => byte ^ (1 << random.integer(8))),
  values: ({ bytes }, random) => changed(bytes, random, () => random.pick(boundaries)),
  dimensions: ({ bytes, format }, random) => withOtherDimensions(bytes, format, random),
  truncation: ({ bytes }, random) => bytes.subarray(0, random.integer(bytes.length)),
  insertion: ({ bytes }, random) => {
    const at = placeIn(bytes, random);
    const run = random.bytes(1 + random.integer(longestRun));
    return Buffer.concat([
      bytes.subarray(0, at),
      random.happens(0.5) ? run : run.fill(0),
      bytes.subarray(at),
    ]);
  },
  deletion: ({ bytes }, random) => {
    const at = placeIn(bytes, random);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.integer(longestRun))]);
  },
  splice: ({ bytes }, random, other) =>
    Buffer.concat([
      bytes.subarray(0, random.integer(bytes.length)),
      other.bytes.subarray(random.integer(other.bytes.length)),
    ]),
  body: ({ bytes }, random) => {
    const kept = Math.min(bytes.length, 16 + random.integer(headerBytes));
    return Buffer.concat([
      bytes.subarray(0, kept),
      random.bytes(Math.min(bytes.length - kept, 4 * longestRun)),
    ]);
  },
} satisfies Record<string, Mutate>;

export type Mutation = keyof typeof mutations;

/** The length of each format's signature: without it no decoder sees the file. */
const signatureBytes = { jpeg: 3, png: 8, webp: 12, gif: 6, tiff: 4, bmp: 10 };

/** Mutates `source`, so it mostly still looks like its format. */
export function mutate(mutation: Mutation, source: Source, random: Random, other: Source): Buffer {
  const { bytes, format } = source;
  const mutated = mutations[mutation](source, random, other);
  const length = format === "avif" || format === "heic" ? bytes.readUInt32BE() : signatureBytes[format];
  const keepsSignature = mutation !== "truncation" && random.happens(0.95);
  const known = keepsSignature
    ? Buffer.concat([bytes.subarray(0, length), mutated.subarray(length)])
    : mutated;
  const hasChecksums = format === "png" && (mutation === "dimensions" || random.happens(0.6));
  return hasChecksums ? withChecksums(known) : known;
}

/** Changes one byte or some, rarely many: a single one goes deepest into a decoder. */
function changed(bytes: Buffer, random: Random, change: (byte: number) => number): Buffer {
  const copy = Buffer.from(bytes);
  const count = 1 + random.integer(random.pick([1, 4, 16, 64]));
  for (let index = 0; index < count; index += 1) {
    const at = placeIn(copy, random);
    copy[at] = change(copy[at] ?? 0);
  }
  return copy;
}

/** Half of the faults hit the header, a small part of the file and a large part of the decoder. */
function placeIn(bytes: Buffer, random: Random): number {
  return random.integer(random.happens(0.5) ? Math.min(bytes.length, headerBytes) : bytes.length);
}
