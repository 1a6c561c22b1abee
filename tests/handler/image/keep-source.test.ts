import test from "ava";
import { compressed } from "../../helpers/images/compressed.ts";
import { noise } from "../../helpers/images/images.ts";
import { photo } from "../../helpers/images/metadata.ts";

for (const [metadata, expected] of [
  ["keepWithGps", true],
  ["keep", false],
  ["copyright", false],
  ["strip", false],
] as const) {
  test(`An upright source with a position ${expected ? "can" : "cannot"} be its own output with ${metadata}`, async (t) => {
    const source = await photo(1).jpeg({ quality: 20 }).toBuffer();

    const { body } = await compressed(t, source, { quality: 100, metadata });

    t.is(body.equals(source), expected);
  });
}

test("A described AVIF can be its own output", async (t) => {
  const source = await photo(1).avif({ quality: 20 }).toBuffer();

  const { body } = await compressed(t, source, { format: "avif", quality: 100, metadata: "keepWithGps" });

  t.true(body.equals(source));
});

for (const [what, payload] of [
  ["of another kind", "any secret"],
  ["of its kind", "Exif\0\0secret"],
] as const) {
  test(`A second APP1 segment ${what} is not carried from a source with EXIF`, async (t) => {
    const upright = await noise(24, 16)
      .withExif({ IFD0: { Artist: "Ann" } })
      .jpeg({ quality: 20 })
      .toBuffer();
    const second = Buffer.from(`\xff\xe1\0${String.fromCharCode(payload.length + 2)}${payload}`, "latin1");
    const source = Buffer.concat([upright.subarray(0, -2), second, upright.subarray(-2)]);

    const { body } = await compressed(t, source, { quality: 100, metadata: "keepWithGps" });

    t.false(body.includes("secret"));
  });
}
