import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import sharp, { type Sharp } from "sharp";
import { functionVariables } from "../../../components/settings/environment.ts";
import { type Announced, estimateMemory, exceedsMemory } from "../../../handler/image/memory.ts";
import type { Recipe } from "../../../handler/image/recipe.ts";
import { noise } from "../../helpers/images/images.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import { root } from "../../helpers/root.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const worker = join(root, "bench/memory/estimate-worker.ts");
const { PIPELINE_SETTINGS: _, ...allocator } = functionVariables("");

const images: Record<string, [encode: (image: Sharp) => Sharp, recipe: Partial<Recipe>]> = {
  "a progressive JPEG": [
    (image) => image.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }),
    { scale: 0.5 },
  ],
  "an interlaced PNG": [(image) => image.png({ progressive: true, compressionLevel: 1 }), { format: "webp" }],
  "an AVIF": [(image) => image.avif({ effort: 0 }), { scale: 0.1 }],
  "a JPEG that becomes an AVIF": [(image) => image.jpeg(), { format: "avif", effort: "fast" }],
  "a turned JPEG with its metadata": [
    (image) => image.withMetadata({ orientation: 6 }).jpeg(),
    { metadata: "keep" },
  ],
};

/** Six megapixels of soft shapes. */
const photo = async () =>
  sharp(await noise(300, 200).resize(3000, 2000).png({ compressionLevel: 1 }).toBuffer());

const onLinux = process.platform === "linux" ? test : test.skip;

for (const [what, [encode, recipe]] of Object.entries(images)) {
  onLinux(`${what} takes no more memory than expected, and more than half of it (Linux only)`, async (t) => {
    const file = join(temporaryFolder(t), "image");
    await writeFile(file, await encode(await photo()).toBuffer());

    const { stdout } = await promisify(execFile)(process.execPath, [worker, file, JSON.stringify([recipe])], {
      env: { ...process.env, ...allocator },
    });

    const { peak, estimate, made } = JSON.parse(stdout);
    t.is(made, 1);
    t.true(peak <= estimate && peak > estimate / 2, `${peak} MiB, expected ${estimate}`);
  });
}

/** 48 megapixels, as in the header of a phone's photo. */
function announce(type: string, changes: Partial<Announced["header"]> = {}): Announced {
  const header = {
    width: 8000,
    height: 6000,
    channels: 3,
    depth: "uchar",
    space: "srgb",
    ...changes,
  } as const;
  return { type, sourceBytes: 12_000_000, header: { hasProfile: false, ...header } };
}

test("an image that needs more memory than the function has is a rejection with both numbers", (t) => {
  const image = announce("png", { isProgressive: true });

  t.deepEqual(exceedsMemory(image, [rendition()], 512), {
    reason: "too-much-memory",
    detail: "about 700 MiB, more than memoryMiB 512",
  });
});

for (const [title, image, recipes] of [
  ["a photo of 100 megapixels", announce("jpeg", { width: 11_500, height: 8700 }), [rendition()]],
  ["a progressive JPEG", announce("jpeg", { isProgressive: true }), [rendition()]],
  ["a phone's HEIC", { ...announce("heic"), header: { width: 8064, height: 6048 } }, [rendition()]],
  ["two renditions", announce("jpeg"), [rendition(), rendition({ format: "webp", maxDimension: 1600 })]],
  ["an AVIF of full size", announce("jpeg"), [rendition({ format: "avif" })]],
] as const) {
  test(`the default function has enough memory for ${title}`, (t) => {
    t.is(exceedsMemory(image, [...recipes], 1769), undefined);
  });
}

for (const [title, image, other] of [
  ["interlaced", announce("png", { isProgressive: true }), announce("png")],
  [
    "with finer colours",
    announce("jpeg", { isProgressive: true, chromaSubsampling: "4:4:4" }),
    announce("jpeg", { isProgressive: true, chromaSubsampling: "4:2:0" }),
  ],
  ["turned", announce("jpeg", { orientation: 6 }), announce("jpeg")],
  ["of 16 bits", announce("png", { depth: "ushort" }), announce("png")],
  ["with alpha", announce("png", { hasAlpha: true, channels: 4 }), announce("png")],
  ["with a profile", announce("jpeg", { hasProfile: true }), announce("jpeg")],
] as const) {
  test(`an image ${title} takes more memory than one that is not`, (t) => {
    const recipes = [rendition({ format: "webp" })];

    t.true(estimateMemory(image, recipes) > estimateMemory(other, recipes));
  });
}

test("a converted source is kept in memory while outputs share its pixels", (t) => {
  const [converted, other] = [announce("avif", { isConverted: true }), announce("avif")];
  const recipes = [rendition({ format: "avif" }), rendition()];

  const more = estimateMemory(converted, recipes) - estimateMemory(other, recipes);

  t.is(more, 8 * 48_000_000);
});

test("an animation takes memory for all of its frames only if the output has them", (t) => {
  const image = announce("webp", { width: 1000, height: 1000, pages: 40 });

  const still = estimateMemory(image, [rendition()]);
  const animated = estimateMemory(image, [rendition({ format: "webp" })]);

  t.true(animated - still > 40 * 4_000_000);
});
