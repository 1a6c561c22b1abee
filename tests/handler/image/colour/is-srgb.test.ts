import test from "ava";
import sharp from "sharp";
import { isSrgb } from "../../../../handler/image/colour/is-srgb.ts";
import { alike, compressed } from "../../../helpers/images/compressed.ts";
import {
  colourAt,
  linearGreyProfile,
  profileNamed,
  solid,
  withProfile,
} from "../../../helpers/images/images.ts";

const srgb = await profileNamed("srgb");
const p3 = await profileNamed("p3");
const tagged = withProfile(await solid([200, 50, 50], 64).png().toBuffer(), p3);

/** Copies a profile with other bytes at `offset` of a tag. */
function changed(profile: Buffer, name: string, offset: number, value: number): Buffer {
  const copy = Buffer.from(profile);
  const entry = copy.indexOf(name, 128, "latin1");
  copy.writeInt32BE(value, copy.readUInt32BE(entry + 4) + offset);
  return copy;
}

test("the profile sRGB is sRGB", (t) => {
  t.true(isSrgb(srgb));
});

const others: [string, Buffer][] = [
  ["Display P3", p3],
  ["grey", linearGreyProfile()],
  ["no profile", Buffer.from("profile")],
  ["a cut profile", srgb.subarray(0, 140)],
  ["an empty file", Buffer.alloc(0)],
  ["sRGB with another red", changed(srgb, "rXYZ", 8, 0x8000)],
];

for (const [what, profile] of others) {
  test(`${what} is not sRGB`, (t) => {
    t.false(isSrgb(profile));
  });
}

for (const scale of [1, 0.8, 0.5, 0.1]) {
  test(`colours come out the same at scale ${scale}, whether they are converted before or after the resize`, async (t) => {
    const { body } = await compressed(t, tagged, { scale, format: "png" });

    alike(t, await colourAt(body, 1, 1), [218, 24, 41], 2);
    t.is((await sharp(body).metadata()).icc, undefined);
  });
}

test("an image tagged as sRGB comes out like an untagged one", async (t) => {
  const untagged = await solid([200, 50, 50], 64).png().toBuffer();

  const [said, silent] = [await compressed(t, withProfile(untagged, srgb)), await compressed(t, untagged)];

  t.deepEqual(said, silent);
});
