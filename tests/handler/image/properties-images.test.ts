import assert from "node:assert/strict";
import test from "ava";
import fc from "fast-check";
import sharp from "sharp";
import { Effort, Format, KeptMetadata, type RenditionSettings } from "../../../contract/settings.ts";
import { compress } from "../../../handler/image/compress.ts";
import type { Compressed } from "../../../handler/image/encode.ts";
import { outputSize, type Size } from "../../../handler/image/recipe.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { noise } from "../../helpers/images/images.ts";
import { limits, rendition } from "../../helpers/images/renditions.ts";
import { holds } from "../../helpers/property.ts";

setUpSharp(limits.memoryMiB);

const side = fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 70 }));
const quality = fc.integer({ min: 1, max: 100 });
const format = fc.constantFrom(...Object.values(Format));
const source = fc.record({
  width: side,
  height: side,
  quality,
  format: fc.constantFrom("jpeg", "png", "webp", "gif", "tiff", "avif"),
  orientation: fc.integer({ min: 1, max: 8 }),
});
const changes = fc.record(
  {
    quality,
    format,
    scale: fc.double({ min: 0, minExcluded: true, max: 1, noNaN: true }),
    maxDimension: fc.integer({ min: 1, max: 80 }),
    metadata: fc.constantFrom(...Object.values(KeptMetadata)),
    effort: fc.constantFrom(...Object.values(Effort)),
  },
  { requiredKeys: ["format"] },
);

type SourceRecipe = typeof source extends fc.Arbitrary<infer Recipe> ? Recipe : never;

function create({ width, height, quality, format, orientation }: SourceRecipe): Promise<Buffer> {
  const image = noise(width, height).withMetadata(orientation === 1 ? {} : { orientation });
  return image.toFormat(format as "jpeg", format === "gif" ? {} : { quality }).toBuffer();
}

async function compressAll(bytes: Buffer, recipes: RenditionSettings[]): Promise<Compressed[]> {
  const result = await compress(bytes, recipes, limits);
  if ("reason" in result) throw new Error(`${result.reason}: ${result.detail}`);
  return result;
}

const sizeOf = ({ width, height }: Size): Size => ({ width, height });

/** Size and format of an image, found by decoding all of it. */
async function decoded(body: Buffer): Promise<Size & { format: string }> {
  const image = sharp(body, { failOn: "warning" });
  const { info } = await image.raw().toBuffer({ resolveWithObject: true });
  const { format } = await image.metadata();
  return { format: format === "heif" ? "avif" : format, ...sizeOf(info) };
}

test("every output is an image of the requested format and size", async (t) => {
  const several = fc.array(changes, { minLength: 1, maxLength: 3 });
  const property = fc.asyncProperty(source, several, async (source, several) => {
    const bytes = await create(source);
    const { autoOrient } = await sharp(bytes).metadata();
    const recipes = several.map(rendition);

    const outputs = await compressAll(bytes, recipes);

    const expected = recipes.map((recipe) => ({ format: recipe.format, ...outputSize(autoOrient, recipe) }));
    assert.deepEqual(await Promise.all(outputs.map(({ body }) => decoded(body))), expected);
    assert.deepEqual(outputs.map(sizeOf), expected.map(sizeOf));
  });

  await holds(t, property, 100);
});

test("an output is never larger than a source that could be it", async (t) => {
  const usable = fc.record({ width: side, height: side, quality, format });
  const asked = fc.record({ quality, effort: fc.constantFrom(...Object.values(Effort)) });
  const property = fc.asyncProperty(usable, asked, async ({ width, height, format, ...options }, asked) => {
    const bytes = await noise(width, height).toFormat(format, options).toBuffer();

    const [output] = await compressAll(bytes, [rendition({ ...asked, format })]);

    return output !== undefined && output.body.length <= bytes.length;
  });

  await holds(t, property, 80);
});
