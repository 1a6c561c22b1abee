import test from "ava";
import sharp from "sharp";
import { allCompressed } from "../helpers/images/compressed.ts";
import { bytesOf, looksLike, rowsOf } from "../helpers/images/corpus.ts";

const background = [0x33, 0x66, 0x99];

/** Blends a colour with the background by its alpha, in the encoded values, as browsers do. */
function onBackground(colours: string): string {
  const flat = colours.split(" ").map((colour) => {
    const [alpha = 255, ...channels] = [...Buffer.from(colour.padEnd(8, "f"), "hex")].reverse();
    const seen = channels
      .reverse()
      .map((value, at) => Math.round((value * alpha + (background[at] ?? 0) * (255 - alpha)) / 255));
    return Buffer.from(seen).toString("hex");
  });
  return flat.join(" ");
}

const transparent = rowsOf("png", "webp", "avif", "gif", "tiff", "bmp", "heic", "colours").filter(
  ({ colours }) => colours.indexOf(" ") === 8,
);

for (const row of transparent) {
  test(`${row.file} keeps its alpha in WebP and AVIF, and lies on the background in JPEG`, async (t) => {
    const [webp, avif, jpeg] = await allCompressed(t, bytesOf(row), [
      { format: "webp", quality: 95 },
      { format: "avif", quality: 95 },
      { format: "jpeg", quality: 95, background: "#336699" },
    ]);

    await looksLike(t, webp?.body ?? Buffer.alloc(0), { ...row, tolerance: 8 }, row.colours);
    await looksLike(t, avif?.body ?? Buffer.alloc(0), { ...row, tolerance: 8 }, row.colours);
    await looksLike(t, jpeg?.body ?? Buffer.alloc(0), { ...row, tolerance: 8 }, onBackground(row.colours));
    t.false((await sharp(jpeg?.body).metadata()).hasAlpha);
  });
}
