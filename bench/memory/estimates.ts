// Compares the peak memory of images, each in a process of its own, with the estimates of handler/image/memory.ts. The figures there
// come from here. Arguments: megapixels, and the least and the greatest allowed ratio of estimate to peak.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import sharp, { type Sharp } from "sharp";
import { functionVariables } from "../../components/settings/environment.ts";
import type { Recipe } from "../../handler/image/recipe.ts";

const [megapixels = "12", least = "1", most = "2"] = process.argv.slice(2);
const width = Math.round(Math.sqrt((Number(megapixels) * 1e6 * 4) / 3));
const height = Math.round((width * 3) / 4);
const { PIPELINE_SETTINGS: _, ...allocator } = functionVariables("");

const sources: Record<string, (photo: Sharp) => Sharp> = {
  JPEG: (photo) => photo.jpeg(),
  "JPEG in Display P3": (photo) => photo.withIccProfile("p3").jpeg(),
  "JPEG, turned": (photo) => photo.withMetadata({ orientation: 6 }).jpeg(),
  "JPEG, progressive": (photo) => photo.jpeg({ progressive: true }),
  "JPEG, progressive 4:4:4": (photo) => photo.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }),
  "JPEG, progressive CMYK": (photo) =>
    photo.toColourspace("cmyk").withIccProfile("cmyk").jpeg({ progressive: true }),
  PNG: (photo) => photo.png({ compressionLevel: 3 }),
  "PNG of 16 bits": (photo) => photo.toColourspace("rgb16").png({ compressionLevel: 3 }),
  "PNG, interlaced": (photo) => photo.png({ compressionLevel: 3, progressive: true }),
  "PNG with alpha": (photo) => photo.ensureAlpha(0.5).png({ compressionLevel: 3 }),
  WebP: (photo) => photo.webp({ effort: 0 }),
  "WebP, lossless": (photo) => photo.webp({ effort: 0, lossless: true }),
  AVIF: (photo) => photo.avif({ effort: 0 }),
  TIFF: (photo) => photo.tiff({ compression: "lzw" }),
  GIF: (photo) => photo.gif({ effort: 1 }),
};

const outputs: Record<string, Partial<Recipe>[]> = {
  JPEG: [{}],
  "small JPEG": [{ scale: 0.1 }],
  WebP: [{ format: "webp" }],
  AVIF: [{ format: "avif", effort: "fast" }],
  PNG: [{ format: "png" }],
  "JPEG and small WebP": [{}, { format: "webp", scale: 0.3 }],
  "JPEG with metadata": [{ metadata: "keep" }],
};

/** Imitates a photo's large shapes and fine grain. */
async function createPhoto(): Promise<Buffer> {
  const grey = (sigma: number, shrink: number) =>
    sharp({
      create: {
        width: Math.ceil(width / shrink),
        height: Math.ceil(height / shrink),
        channels: 3,
        background: "#808080",
        noise: { type: "gaussian", mean: 128, sigma },
      },
    });
  const shapes = await grey(90, 16)
    .resize(width, height, { fit: "fill" })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const grain = await grey(12, 1)
    .resize(width, height, { fit: "fill" })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const photo = sharp(shapes, { limitInputPixels: false }).composite([{ input: grain, blend: "soft-light" }]);
  return photo.removeAlpha().png({ compressionLevel: 0 }).toBuffer();
}

async function measure(
  file: string,
  recipes: Partial<Recipe>[],
): Promise<{ peak: number; estimate: number }> {
  const worker = join(import.meta.dirname, "estimate-worker.ts");
  const env = { ...process.env, ...allocator };
  const { stdout } = await promisify(execFile)(process.execPath, [worker, file, JSON.stringify(recipes)], {
    env,
  });
  return JSON.parse(stdout);
}

const folder = mkdtempSync(join(tmpdir(), "pipeline-memory-"));
try {
  const photo = await createPhoto();
  console.log(`${width} × ${height} pixels: the most MiB in memory, the estimate, and their ratio`);
  for (const [source, encode] of Object.entries(sources)) {
    const file = join(folder, "image");
    writeFileSync(file, await encode(sharp(photo, { limitInputPixels: false })).toBuffer());
    for (const [output, recipes] of Object.entries(outputs)) {
      const { peak, estimate } = await measure(file, recipes);
      const ratio = estimate / peak;
      const isWrong = ratio < Number(least) || ratio > Number(most);
      if (isWrong) process.exitCode = 1;
      const name = `${source} → ${output}`;
      console.log(`${name.padEnd(46)} ${peak} ${estimate} ${ratio.toFixed(2)}${isWrong ? " !" : ""}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
