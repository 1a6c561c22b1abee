import test from "ava";
import sharp from "sharp";
import { alike, compressed } from "../../helpers/images/compressed.ts";
import { animation, colourAt, red } from "../../helpers/images/images.ts";

const timing = { delay: [100, 200, 300], loop: 2 };
const sources = {
  gif: await (await animation(red, 3, 32)).gif(timing).toBuffer(),
  webp: await (await animation(red, 3, 32)).webp({ ...timing, lossless: true }).toBuffer(),
};

for (const [from, source] of Object.entries(sources)) {
  test(`an animated ${from} stays animated as WebP, with its frames, timing and loops`, async (t) => {
    const { body, width, height } = await compressed(t, source, { format: "webp", scale: 0.5 });

    const { pages, delay, loop, pageHeight } = await sharp(body, { animated: true }).metadata();
    t.like({ pages, delay, loop, pageHeight }, { pages: 3, ...timing, pageHeight: 16 });
    t.deepEqual([width, height], [16, 16]);
    alike(t, (await colourAt(await sharp(body, { page: 2 }).png().toBuffer())).slice(0, 3), [80, 99, 99], 12);
  });

  for (const format of ["jpeg", "avif", "png"] as const) {
    test(`a ${format} of an animated ${from} shows the first frame`, async (t) => {
      const { body, height } = await compressed(t, source, { format });

      const output = await sharp(body).metadata();
      t.deepEqual([output.width, output.height, height], [32, 32, 32]);
      t.is(output.pages ?? 1, 1);
      alike(t, (await colourAt(body)).slice(0, 3), red, 6);
    });
  }
}

test("frames that change a part of the one before come out complete", async (t) => {
  const background = { create: { width: 16, height: 16, channels: 4, background: "#00f" } } as const;
  const dot = await sharp({ create: { width: 4, height: 4, channels: 4, background: "#f00" } })
    .png()
    .toBuffer();
  const frames = await Promise.all([
    sharp(background).png().toBuffer(),
    sharp(background)
      .composite([{ input: dot, left: 0, top: 0 }])
      .png()
      .toBuffer(),
  ]);
  const source = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();

  const { body } = await compressed(t, source, { format: "webp", quality: 100 });

  const second = await sharp(body, { page: 1 }).png().toBuffer();
  alike(t, (await colourAt(second, 1, 1)).slice(0, 3), [255, 0, 0], 30);
  alike(t, (await colourAt(second, 12, 12)).slice(0, 3), [0, 0, 255], 12);
});
