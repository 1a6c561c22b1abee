import test from "ava";
import { createCarrier } from "../../../../handler/image/metadata/carrier.ts";
import { iptcResource } from "../../../../handler/image/metadata/iptc.ts";
import { compressed } from "../../../helpers/images/compressed.ts";
import { noise } from "../../../helpers/images/images.ts";
import { described, iptcField, jpegWithIptc, photo } from "../../../helpers/images/metadata.ts";

for (const [field, dataset] of [
  ["by-line", 80],
  ["copyright notice", 116],
  ["credit", 110],
] as const) {
  test(`copyright finds the ${field} of IPTC, in a JPEG and as a TIFF has it`, async (t) => {
    const iptc = iptcField(dataset, "Ann");

    const { body } = await compressed(t, await jpegWithIptc(iptc), { metadata: "copyright" });
    const carrier = await createCarrier({ iptc }, "copyright");

    for (const image of [body, carrier ?? Buffer.alloc(0)])
      t.true(Object.values(await described(image)).includes("Ann"));
  });
}

test("copyright adds nothing to an image without credits", async (t) => {
  const source = await noise()
    .withExif({ IFD0: { Model: "Camera" } })
    .jpeg()
    .toBuffer();

  t.deepEqual(await described((await compressed(t, source, { metadata: "copyright" })).body), {});
});

test("copyright ignores an artist that is not text", async (t) => {
  const jpeg = await photo(1).jpeg().toBuffer();
  const artist = jpeg.indexOf(Buffer.from([0x3b, 0x01, 2, 0]));
  Buffer.from([3, 0, 1, 0, 0, 0]).copy(jpeg, artist + 2);

  t.like(await described((await compressed(t, jpeg, { metadata: "copyright" })).body), {
    creator: "Ann Müller",
  });
});

test("Only IPTC is kept of Photoshop's resources", (t) => {
  const iptc = iptcField(80, "Ann");
  const resource = (id: number, data: Buffer) => {
    const head = Buffer.from("8BIM\0\0\x03abc\0\0\0\0", "latin1");
    head.writeUInt16BE(id, 4);
    head.writeUInt32BE(data.length, head.length - 4);
    return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
  };
  const block = [resource(0x040c, Buffer.from("thumbnail")), resource(0x0404, iptc)];

  const kept = iptcResource(Buffer.concat([Buffer.from("Photoshop 3.0\0"), ...block]));

  t.deepEqual(kept, iptcResource(iptc));
});
