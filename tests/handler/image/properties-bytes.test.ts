import test from "ava";
import fc from "fast-check";
import { isSrgb } from "../../../handler/image/colour/is-srgb.ts";
import { fileType } from "../../../handler/image/file-type.ts";
import { endOfData, hasAllScans } from "../../../handler/image/formats/jpeg-scans.ts";
import { profileNamed } from "../../helpers/images/images.ts";
import { holds } from "../../helpers/property.ts";

const srgb = await profileNamed("srgb");
const bytes = fc.uint8Array({ maxLength: 400 });
const heads = [
  "",
  "\xff\xd8\xff",
  "\x89PNG\r\n\x1a\n",
  "RIFF\x00\x01\0\0WEBP",
  "GIF89a",
  "II*\0",
  "BM\0\0\0\0\0\0\0\0",
  "\0\0\0\x18ftyp",
  "\xff\xff\xff\xffftypavif",
  "\0\0\0\0ftypheic",
  "<svg",
];

/** Random bytes behind all or part of a format's signature. */
const file = fc
  .tuple(fc.constantFrom(...heads), fc.nat(16), bytes)
  .map(([head, cut, rest]) =>
    Buffer.concat([Buffer.from(head, "latin1").subarray(0, head.length - (cut % (head.length + 1))), rest]),
  );

test("any bytes are of a known type or of none, without an error", async (t) => {
  const property = fc.property(file, (file) => {
    const type = fileType(file);

    return type === undefined || (type.name.length > 0 && typeof type.decodable === "boolean");
  });

  await holds(t, property, 5000);
});

test("the search for scans and the end of a JPEG ends on any bytes", async (t) => {
  const marker = fc.integer({ min: 0xc0, max: 0xff }).map((kind) => Buffer.from([0xff, kind]));
  const parts = fc.array(fc.oneof(marker, bytes, fc.constant(Buffer.from([0, 4, 0, 0]))));
  const property = fc.property(parts, (parts) => {
    const jpeg = Buffer.concat([Buffer.from([0xff, 0xd8]), ...parts]);
    const end = endOfData(jpeg);

    return typeof hasAllScans(jpeg) === "boolean" && (end === undefined || jpeg[end + 1] === 0xd9);
  });

  await holds(t, property);
});

test("any colour profile is judged sRGB or not, without an error", async (t) => {
  const change = fc.tuple(
    fc.nat(srgb.length - 1),
    fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)),
  );
  const property = fc.property(fc.array(change, { maxLength: 8 }), fc.nat(srgb.length), (changes, length) => {
    const profile = Buffer.from(srgb);
    for (const [at, value] of changes) profile[at] = value;

    return [profile, profile.subarray(0, length)].every((damaged) => typeof isSrgb(damaged) === "boolean");
  });

  await holds(t, property, 5000);
});
