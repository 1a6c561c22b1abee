import test from "ava";
import { openAvif } from "../../../../handler/image/formats/avif.ts";
import { solid } from "../../../helpers/images/images.ts";

const displayP3 = "nclx\0\x0c\0\x0d\0\0\x80";

const plain = (alpha = 1) => solid([200, 50, 50], 16).ensureAlpha(alpha).avif({ effort: 0 }).toBuffer();

function box(type: string, content: string): Buffer {
  const bytes = Buffer.from(`\0\0\0\0${type}${content}`, "latin1");
  bytes.writeUInt32BE(bytes.length);
  return bytes;
}

/** Inserts `added` behind the first box. */
function withBox(avif: Buffer, added: Buffer): Buffer {
  const at = avif.readUInt32BE();
  return Buffer.concat([avif.subarray(0, at), added, avif.subarray(at)]);
}

/** Adds `added` as the last property of the items, without adjusting the location of their pixels. */
function withProperty(avif: Buffer, added: Buffer): Buffer {
  const at = avif.indexOf("ipco") - 4;
  const end = at + avif.readUInt32BE(at);
  for (const type of ["meta", "iprp", "ipco"]) {
    const length = avif.indexOf(type) - 4;
    avif.writeUInt32BE(avif.readUInt32BE(length) + added.length, length);
  }
  return Buffer.concat([avif.subarray(0, end), added, avif.subarray(end)]);
}

test("An AVIF in sRGB needs no conversion", async (t) => {
  t.is(await openAvif(await plain()), undefined);
});

test("CICP numbers are found behind the pixels too", async (t) => {
  const wide = withProperty(await plain(), box("colr", displayP3));

  const avif = withBox(wide, box("mdat", "pixels"));

  t.like(await openAvif(avif), { width: 16, height: 16, isConverted: true });
});

test("A reference from premultiplied colours to their alpha is found", async (t) => {
  const avif = await plain(0.5);

  avif.write("prem", avif.indexOf("auxl"));

  t.like(await openAvif(avif), { isConverted: true });
});

for (const added of [box("free", "premium"), box("free", `colr${displayP3}`), box("prem", "")]) {
  test(`The words in ${JSON.stringify(added.toString("latin1"))} do not count as the image's`, async (t) => {
    t.is(await openAvif(withBox(await plain(), added)), undefined);
  });
}
