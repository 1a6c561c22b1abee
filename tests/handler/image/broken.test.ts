import test from "ava";
import type { Limits } from "../../../contract/settings.ts";
import { compress } from "../../../handler/image/compress.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import * as images from "../../helpers/images/images.ts";
import { limits, rendition } from "../../helpers/images/renditions.ts";

setUpSharp(limits.memoryMiB);

async function reasonFor(bytes: Uint8Array, own: Partial<Limits> = {}): Promise<string> {
  const result = await compress(bytes, [rendition()], { ...limits, ...own });
  return "reason" in result ? result.reason : "none";
}

for (const [format, fraction] of [
  ["png", 0.5],
  ["png", 0.98],
  ["webp", 0.5],
  ["webp", 0.98],
  ["gif", 0.5],
  ["gif", 0.98],
  ["tiff", 0.5],
  ["tiff", 0.98],
  ["avif", 0.5],
  ["avif", 0.98],
  ["jpeg", 0.5],
  ["jpeg", 0.98],
] as const) {
  test(`${format} with ${fraction * 100} % of its bytes is corrupt`, async (t) => {
    const bytes = await images.noise().toFormat(format).toBuffer();

    t.is(await reasonFor(bytes), "none");
    t.is(await reasonFor(bytes.subarray(0, bytes.length * fraction)), "corrupt");
  });
}

for (const [text, reason] of [
  ["", "not-an-image"],
  ["plain text", "not-an-image"],
  ["<svg/>", "unsupported-format"],
  ["%PDF-1.7", "unsupported-format"],
  ["BM\x46\0\0\0\0\0\0\0", "corrupt"],
  ["\0\0\0\x18ftypheic\0\0\0\0mif1heic", "corrupt"],
  ["GIF89a", "corrupt"],
  ["RIFF\0\0\0\0WEBPVP8 ", "corrupt"],
] as const) {
  test(`A file of ${JSON.stringify(text)} is ${reason}`, async (t) => {
    t.is(await reasonFor(Buffer.from(text)), reason);
  });
}

test("A format that cannot be decoded is named", async (t) => {
  const result = await compress(Buffer.from("%PDF-1.7"), [rendition()], limits);

  t.deepEqual(result, { reason: "unsupported-format", detail: "pdf" });
});

for (const [title, bytes] of [
  ["a header that announces them, with a row of data", images.blackPng(20_000, 20_000, 1)],
  ["all of them there, in 50 kB", images.blackPng(20_000, 20_000)],
] as const) {
  test.serial(`A bomb of 20,000 × 20,000 pixels, ${title}, is rejected and never decoded`, async (t) => {
    const before = { ...process.cpuUsage(), memory: process.memoryUsage.rss() };

    t.is(await reasonFor(bytes, { maxPixels: 100_000_000 }), "too-many-pixels");

    const { user, system } = process.cpuUsage(before);
    t.true(user + system < 1_000_000);
    t.true(process.memoryUsage.rss() - before.memory < 50_000_000);
  });
}

for (const format of ["gif", "webp"] as const) {
  test(`An animated ${format} is held to frames, and to four times the pixels in all of them`, async (t) => {
    const bytes = await (await images.animation([9, 9, 9], 6, 10)).toFormat(format).toBuffer();

    t.is(await reasonFor(bytes, { maxFrames: 6, maxPixels: 150 }), "none");
    t.is(await reasonFor(bytes, { maxFrames: 5 }), "too-many-frames");
    t.is(await reasonFor(bytes, { maxPixels: 149 }), "too-many-pixels");
  });
}

test("A PNG that declares more rows than it has is corrupt", async (t) => {
  t.is(await reasonFor(images.blackPng(64, 64, 8)), "corrupt");
});

test("An AVIF that declares less than it holds is corrupt and not decoded past the limit", async (t) => {
  const bytes = await images.solid([9, 9, 9], 1200).avif({ effort: 0 }).toBuffer();
  t.is(await reasonFor(bytes), "too-many-pixels");

  const size = bytes.indexOf("ispe") + 8;
  bytes.writeUInt32BE(16, size);
  bytes.writeUInt32BE(16, size + 4);

  t.is(await reasonFor(bytes), "corrupt");
});

test("A GIF is measured by its frame, not by its declared screen", async (t) => {
  const bytes = await images.solid([9, 9, 9], 100).gif().toBuffer();

  bytes.writeUInt16LE(1, 6);
  bytes.writeUInt16LE(1, 8);

  t.is(await reasonFor(bytes, { maxPixels: 9999 }), "too-many-pixels");
});

for (const [x, y, width, height] of [
  [5, 0, 65_535, 1],
  [0, 5, 1, 65_535],
] as const) {
  test(`A GIF whose frame ends beyond 65,536 pixels (${x + width} × ${y + height}) is corrupt, not a fault of the machine`, async (t) => {
    const bytes = await images.solid([9, 9, 9], 1).gif().toBuffer();
    const frame = bytes.lastIndexOf(0x2c);
    [x, y, width, height].forEach((value, index) => {
      bytes.writeUInt16LE(value, frame + 1 + 2 * index);
    });

    t.is(await reasonFor(bytes, { maxPixels: 1e8 }), "corrupt");
  });
}

for (const [title, image] of [
  ["a progressive JPEG", images.solid([9, 9, 9], 3000).jpeg({ progressive: true })],
  ["an interlaced PNG", images.solid([9, 9, 9], 3000).png({ progressive: true })],
] as const) {
  test(`The memory to decode ${title} is checked against the function's memory`, async (t) => {
    const bytes = await image.toBuffer();
    const small = { maxPixels: 1e8, memoryMiB: 128 };

    t.is(await reasonFor(bytes, small), "too-much-memory");
    t.is(await reasonFor(bytes, { ...small, memoryMiB: 512 }), "none");
  });
}
