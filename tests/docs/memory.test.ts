import test from "ava";
import type { Metadata } from "sharp";
import { exceedsMemory } from "../../handler/image/memory.ts";
import type { Recipe } from "../../handler/image/recipe.ts";
import { rendition } from "../helpers/images/renditions.ts";
import { readProjectFile } from "../helpers/root.ts";

const page = readProjectFile("docs/rejections.md");
const memories = [512, 1024, 1769];
const largestOutput = 16_383 ** 2 / 1e6;

const progressive = { isProgressive: true };
const rows: Record<string, [type: string, header: Partial<Metadata>, recipes: Partial<Recipe>[]]> = {
  "JPEG → JPEG": ["jpeg", {}, [{}]],
  "JPEG → JPEG of 2,000 pixels": ["jpeg", {}, [{ maxDimension: 2000 }]],
  "JPEG → WebP": ["jpeg", {}, [{ format: "webp" }]],
  "JPEG → AVIF": ["jpeg", {}, [{ format: "avif" }]],
  "JPEG → JPEG, and WebP of 1,600 pixels for `web`": [
    "jpeg",
    {},
    [{}, { format: "webp", maxDimension: 1600 }],
  ],
  "progressive JPEG → JPEG": ["jpeg", { ...progressive, chromaSubsampling: "4:2:0" }, [{}]],
  "progressive JPEG with unreduced colours (4:4:4) → JPEG": [
    "jpeg",
    { ...progressive, chromaSubsampling: "4:4:4" },
    [{}],
  ],
  "PNG → JPEG": ["png", {}, [{}]],
  "interlaced PNG with alpha → JPEG": ["png", { ...progressive, channels: 4, hasAlpha: true }, [{}]],
  "WebP → JPEG": ["webp", {}, [{}]],
  "AVIF → JPEG of 2,000 pixels": ["avif", {}, [{ maxDimension: 2000 }]],
  "HEIC → JPEG": ["heic", {}, [{}]],
  "TIFF → JPEG": ["tiff", {}, [{}]],
};

/** Returns true if a function accepts an image whose file has 0.3 bytes a pixel. */
function fits(row: string, megapixels: number, memoryMiB: number): boolean {
  const [type = "", about, recipes = []] = rows[row] ?? [];
  const width = Math.round(Math.sqrt((megapixels * 1e6 * 4) / 3));
  const plain = { channels: 3, hasAlpha: false, hasProfile: false, space: "srgb" } as const;
  const header = { ...plain, ...about, width, height: Math.round(width * 0.75) };
  const image = { type, sourceBytes: megapixels * 3e5, header };
  const changed = recipes.map((recipe) => rendition({ quality: 80, ...recipe }));
  return exceedsMemory(image, changed, memoryMiB) === undefined;
}

const documented = [...page.matchAll(/^\| (.+ → .+) \| (\w+) \| (\w+) \| (\w+) \|$/gm)];

test("the page has a row for every pair of source and output", (t) => {
  t.deepEqual(
    documented.map(([, row]) => row),
    ["source → output", ...Object.keys(rows)].slice(1),
  );
});

for (const [, row = "", ...figures] of documented) {
  test(`the largest image that fits is the page's: ${row}`, (t) => {
    for (const [at, memoryMiB] of memories.entries()) {
      const megapixels = figures[at] === "all" ? largestOutput - 1 : Number(figures[at]);

      t.true(fits(row, megapixels, memoryMiB), `${megapixels} at ${memoryMiB}`);
      if (figures[at] !== "all") t.false(fits(row, megapixels + 1, memoryMiB), `more at ${memoryMiB}`);
    }
  });
}
