import test from "ava";
import { compress } from "../../../../handler/image/compress.ts";
import { endOfData, hasAllScans, leastBytes } from "../../../../handler/image/formats/jpeg-scans.ts";
import { encodeJpeg } from "../../../../handler/image/formats/whole-jpeg.ts";
import { setUpSharp } from "../../../../handler/runtime/set-up-sharp.ts";
import * as images from "../../../helpers/images/images.ts";
import { limits, rendition } from "../../../helpers/images/renditions.ts";

setUpSharp(limits.memoryMiB);

const { endOfImage, jpegMarkers, jpegSegment } = images;

const jpegs = {
  baseline: await images.noise().jpeg().toBuffer(),
  "4:4:4": await images.noise().jpeg({ chromaSubsampling: "4:4:4" }).toBuffer(),
  grey: await images.noise().toColourspace("b-w").jpeg().toBuffer(),
  progressive: await images.noise().jpeg({ progressive: true }).toBuffer(),
  restarting: images.jpegWithRestarts(12),
};

const large = await images.noise(400).jpeg({ quality: 100, chromaSubsampling: "4:4:4" }).toBuffer();

// The tests are serial because libvips keeps the messages of all decoders in one place.
async function reasonFor(bytes: Uint8Array): Promise<string> {
  const result = await compress(bytes, [rendition({ format: "png" })], limits);
  return "reason" in result ? result.reason : "none";
}

/** Puts stray bytes before the tables: the decoder warns of them and then of nothing else. */
function withStrayBytes(jpeg: Buffer): Buffer {
  const at = jpegSegment(jpeg, jpegMarkers.huffman);
  return Buffer.concat([jpeg.subarray(0, at), Buffer.from("stray"), jpeg.subarray(at)]);
}

/** Some phones write this: a spectral range in a sequential file, which has no such ranges. */
function withOddScan(jpeg: Buffer): Buffer {
  const odd = Buffer.from(jpeg);
  const at = jpegSegment(jpeg, jpegMarkers.startOfScan);
  odd.writeUInt8(1, at + 2 + jpeg.readUInt16BE(at + 2) - 3);
  return odd;
}

for (const [kind, jpeg] of Object.entries(jpegs)) {
  const dataLength = jpeg.length - jpegSegment(jpeg, jpegMarkers.startOfScan);

  test.serial(
    `A ${kind} JPEG that lost the end of its data is corrupt wherever it was cut, with or without a last marker`,
    async (t) => {
      const accepted = [];
      for (let missing = 5; missing < dataLength - 14; missing += Math.ceil(dataLength / 16)) {
        const cut = jpeg.subarray(0, -missing);
        if ((await reasonFor(cut)) !== "corrupt") accepted.push(missing);
        if ((await reasonFor(Buffer.concat([cut, endOfImage]))) !== "corrupt") accepted.push(-missing);
      }

      t.deepEqual(accepted, []);
    },
  );

  for (const [title, change] of [
    ["without its last marker", (bytes: Buffer) => bytes.subarray(0, -2)],
    ["with half of its last marker", (bytes: Buffer) => bytes.subarray(0, -1)],
    ["with a trailer", (bytes: Buffer) => Buffer.concat([bytes, Buffer.from("trailer")])],
    [
      "with bytes before its last marker",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.from("stray"), endOfImage]),
    ],
    [
      "with zeros before its last marker",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -2), Buffer.alloc(64), endOfImage]),
    ],
    ["with bytes before its tables", withStrayBytes],
    [
      "with bytes before its tables and without its last marker",
      (bytes: Buffer) => withStrayBytes(bytes).subarray(0, -2),
    ],
  ] as const) {
    test.serial(`A ${kind} JPEG ${title} is complete, and comes out as if it were flawless`, async (t) => {
      const [flawed, flawless] = [
        await compress(change(jpeg), [rendition({ format: "png" })], limits),
        await compress(jpeg, [rendition({ format: "png" })], limits),
      ];

      t.false("reason" in flawless);
      t.deepEqual(flawed, flawless);
    });
  }

  test.serial(
    `A ${kind} JPEG that is cut is corrupt even if the decoder first warns of something else`,
    async (t) => {
      const cut = withStrayBytes(jpeg).subarray(0, jpeg.length - dataLength / 2);

      t.is(await reasonFor(cut), "corrupt");
      t.is(await reasonFor(Buffer.concat([cut, endOfImage])), "corrupt");
    },
  );
}

test.serial("A JPEG with an odd spectral range is complete, and corrupt where it was cut", async (t) => {
  const odd = withOddScan(jpegs.baseline);

  t.true(hasAllScans(odd));
  t.is(await reasonFor(odd), "none");
  t.is(await reasonFor(odd.subarray(0, -40)), "corrupt");
  t.is(await reasonFor(Buffer.concat([odd.subarray(0, -40), endOfImage])), "corrupt");
});

test.serial("A progressive JPEG that ends between two scans is incomplete", (t) => {
  const { progressive } = jpegs;
  const lastTables = progressive.lastIndexOf(Buffer.from([0xff, jpegMarkers.huffman]));

  t.true(hasAllScans(progressive));
  t.false(hasAllScans(progressive.subarray(0, lastTables)));
});

test.serial("A JPEG that ends before its first scan has no scan", (t) => {
  t.false(hasAllScans(jpegs.baseline.subarray(0, jpegSegment(jpegs.baseline, jpegMarkers.startOfScan))));
  t.false(hasAllScans(Buffer.from([0xff, 0xd8, 0xff])));
});

test.serial("Data ends at the last marker, not at one within a segment", (t) => {
  const comment = Buffer.from([0xff, 0xfe, 0, 6, ...endOfImage, 0, 0]);
  const { baseline } = jpegs;
  const bytes = Buffer.concat([
    baseline.subarray(0, 2),
    comment,
    baseline.subarray(2),
    Buffer.from("trailer"),
  ]);

  t.is(endOfData(bytes), comment.length + baseline.length - 2);
  t.is(endOfData(baseline.subarray(0, -2)), undefined);
});

for (const [title, jpeg, warning, expected] of [
  ["flawless", large, undefined, ["warning"]],
  ["with a trailer", Buffer.concat([large, Buffer.from("trailer")]), undefined, ["warning"]],
  ["without its last marker", large.subarray(0, -2), undefined, ["warning", "error"]],
  ["with bytes before its last marker", large, "7 extraneous bytes before marker 0xd9", ["warning", "error"]],
  ["with bytes elsewhere", large, "7 extraneous bytes before marker 0xc4", ["warning", "error", "error"]],
] as const) {
  test.serial(`A large JPEG ${title} is encoded with failOn ${expected.join(", then ")}`, async (t) => {
    const calls: unknown[] = [];

    await encodeJpeg(jpeg, async (_input, failOn) => {
      calls.push(failOn);
      if (failOn === "warning" && warning) throw new Error(warning);
      return [{ body: Buffer.alloc(0) }];
    });

    t.true(jpeg.length > 70_000);
    t.deepEqual(calls, [...expected]);
  });
}

for (const [kind, jpeg] of Object.entries(jpegs)) {
  test(`A ${kind} JPEG that declares more blocks than its bytes can hold is never decoded`, async (t) => {
    const tall = Buffer.from(jpeg);
    tall.writeUInt32BE(0x27_10_27_10, frameOf(tall) + 5);
    const neverCalled = () => t.fail() as never;

    await t.throwsAsync(encodeJpeg(tall, neverCalled), { message: "the last rows are missing" });
  });

  test(`A ${kind} JPEG of one colour has enough bytes`, async (t) => {
    const progressive = kind === "progressive";
    const chromaSubsampling = kind === "4:4:4" ? "4:4:4" : "4:2:0";
    const plain = images.solid(kind === "grey" ? [100] : [100, 100, 100], 800);

    const jpeg = await plain.jpeg({ progressive, chromaSubsampling, optimiseCoding: true }).toBuffer();

    t.is(await reasonFor(jpeg), "none");
    t.true(leastBytes(jpeg) > jpeg.length / 3);
  });
}

function frameOf(jpeg: Buffer): number {
  return Math.max(...[0xc0, 0xc1, 0xc2].map((kind) => jpeg.indexOf(Buffer.from([0xff, kind, 0]))));
}
