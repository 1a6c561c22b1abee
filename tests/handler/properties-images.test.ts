import assert from "node:assert/strict";
import test from "ava";
import fc from "fast-check";
import sharp from "sharp";
import { compress } from "../../handler/compress.ts";
import type { Compressed } from "../../handler/encode.ts";
import { outputSize, type Size } from "../../handler/recipe.ts";
import { Effort, Format, KeptMetadata, type RenditionSettings } from "../../handler/settings.ts";
import { holds } from "../helpers/holds.ts";
import { noise } from "../helpers/images.ts";
import { limits, rendition } from "../helpers/renditions.ts";

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

const sizeOf = (image?: Size) => ({ width: image?.width, height: image?.height });

test("an output is an image of the format and size that were asked for", async (t) => {
  const property = fc.asyncProperty(source, changes, async (source, changes) => {
    const bytes = await create(source);
    const recipe = rendition(changes);
    const { autoOrient } = await sharp(bytes).metadata();

    const [output] = await compressAll(bytes, [recipe]);

    const decoded = sharp(output?.body, { failOn: "warning" });
    const { info } = await decoded.raw().toBuffer({ resolveWithObject: true });
    const { format } = await decoded.metadata();
    const wanted = outputSize(autoOrient, recipe);
    assert.deepEqual(sizeOf(output), wanted);
    assert.deepEqual(sizeOf(info), wanted);
    assert.equal(format, recipe.format === "avif" ? "heif" : recipe.format);
  });

  await holds(t, property, 120);
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

test("renditions that are made together are those that are made alone", async (t) => {
  const property = fc.asyncProperty(
    source,
    fc.array(changes, { minLength: 2, maxLength: 3 }),
    async (source, several) => {
      const bytes = await create(source);
      const recipes = several.map(rendition);

      const together = await compressAll(bytes, recipes);

      const alone = await Promise.all(recipes.map((recipe) => compressAll(bytes, [recipe])));
      assert.deepEqual(together, alone.flat());
    },
  );

  await holds(t, property, 50);
});
