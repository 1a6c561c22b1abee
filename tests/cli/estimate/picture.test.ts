import { join } from "node:path";
import test from "ava";
import sharp from "sharp";
import { settingsOf } from "../../../cli/configuration/settings.ts";
import { tryPicture } from "../../../cli/estimate/picture.ts";
import { checkOptions } from "../../../components/checks/check-options.ts";
import { bytesOf } from "../../helpers/images/corpus.ts";
import { heic } from "../../helpers/images/heic.ts";
import { animation, red, solid } from "../../helpers/images/images.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const settings = settingsOf(checkOptions({}).options, { output: "", web: "" });

/** Draws thin dark lines on paper. */
function drawing() {
  const pixels = Buffer.alloc(120 * 120);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = at % 12 < 2 || at % 3600 < 240 ? 40 : 255;
  return sharp(pixels, { raw: { width: 120, height: 120, channels: 1 } });
}

const white = sharp({ create: { width: 200, height: 200, channels: 3, background: "#fff" } });

for (const [what, expected, image] of [
  ["a photo", "JPEG photo", () => photograph(1, 200, 150).jpeg().toBuffer()],
  ["a photo without loss", "PNG photo", () => photograph(1, 200, 150).png().toBuffer()],
  [
    "a product on pure white",
    "JPEG photo",
    async () =>
      white
        .composite([{ input: await photograph(2).png().toBuffer() }])
        .jpeg()
        .toBuffer(),
  ],
  ["a drawing", "PNG graphic", () => drawing().png().toBuffer()],
  ["a drawing in WebP", "WebP graphic", () => drawing().webp({ lossless: true }).toBuffer()],
  ["an area of one colour", "TIFF graphic", () => solid(red).tiff().toBuffer()],
  ["frames", "GIF animation", async () => (await animation(red, 3)).gif().toBuffer()],
  ["what a phone makes", "HEIC graphic", async () => heic("grid")],
] as [string, string, () => Promise<Buffer>][]) {
  test(`The class of ${what} is ${expected}`, async (t) => {
    const folder = temporaryFolder(t);
    writeFiles(folder, { image: await image() });

    t.like(await tryPicture(join(folder, "image"), settings), { class: expected });
  });
}

test("What is transparent is compared on the background, and the picture upright", async (t) => {
  const folder = temporaryFolder(t);
  const turned = await photograph(4).jpeg({ quality: 100 }).withMetadata({ orientation: 6 }).toBuffer();
  writeFiles(folder, { window: await solid([255, 0, 0, 128]).png().toBuffer(), turned });

  for (const name of ["window", "turned"]) {
    const picture = await tryPicture(join(folder, name), settings);
    t.true("ssim" in picture && picture.ssim > 0.9 && picture.ssim <= 1, JSON.stringify(picture));
  }
});

test("An AVIF that says first it is animated is measured like any other, its wide colours included", async (t) => {
  const folder = temporaryFolder(t);
  const still = bytesOf({ file: "corpus/avif/p3-numbers.avif" });
  const animated = Buffer.from(still);
  animated.write("avis", animated.indexOf("ftyp") + 4, "latin1");
  writeFiles(folder, { still, animated });

  const expected = await tryPicture(join(folder, "still"), settings);
  const picture = await tryPicture(join(folder, "animated"), settings);

  t.true("ssim" in expected && "ssim" in picture && picture.ssim === expected.ssim, JSON.stringify(picture));
});
