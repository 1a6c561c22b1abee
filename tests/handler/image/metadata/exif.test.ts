import test from "ava";
import sharp from "sharp";
import { uprightExif } from "../../../../handler/image/metadata/exif.ts";
import { compressed } from "../../../helpers/images/compressed.ts";
import { noise } from "../../../helpers/images/images.ts";

for (const [what, exif] of [
  ["is none", "not TIFF at all"],
  ["ends early", "II*\0\x08\0\0\0\x09\0"],
  ["points beyond its end", "II*\0\xff\xff\0\0"],
] as const) {
  test(`EXIF that ${what} is left out`, async (t) => {
    const jpeg = await noise().jpeg().toBuffer();
    const data = Buffer.from(`Exif\0\0${exif}`, "latin1");
    const head = Buffer.from([0xff, 0xe1, 0, data.length + 2]);
    const source = Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);

    const { body } = await compressed(t, source, { metadata: "keep" });

    t.is((await sharp(body).metadata()).exif, undefined);
  });
}

test("A position is left out whichever directory of EXIF points to it", (t) => {
  const directory = (tag: number, value: number) => {
    const entry = Buffer.from([1, 0, 0, 0, 4, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    entry.writeUInt16LE(tag, 2);
    entry.writeUInt32LE(value, 10);
    return entry;
  };
  const exif = Buffer.concat([
    Buffer.from("II*\0\x08\0\0\0"),
    directory(0x8769, 26),
    directory(0x8825, 44),
    directory(1, 0x4e),
  ]);

  t.is(uprightExif(exif, false)?.readUInt16LE(26), 0);
  t.is(uprightExif(exif, true)?.readUInt16LE(26), 1);
});
