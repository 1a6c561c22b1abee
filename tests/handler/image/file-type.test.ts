import test from "ava";
import { fileType } from "../../../handler/image/file-type.ts";
import { noise } from "../../helpers/images/images.ts";

for (const format of ["jpeg", "png", "webp", "gif", "avif", "tiff"] as const) {
  test(`${format} is known by its first bytes as what can be decoded`, async (t) => {
    const bytes = await noise().toFormat(format).toBuffer();

    t.deepEqual(fileType(bytes), { name: format, decodable: true });
  });
}

for (const [name, head] of [
  ["svg", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ["svg", '\ufeff <?xml version="1.0"?>\n<!-- drawn --><svg>'],
  ["svg", "<!DOCTYPE svg PUBLIC><svg:svg"],
  ["pdf", "%PDF-1.7"],
  ["psd", "8BPS\0\x01"],
  ["ico", "\0\0\x01\0\x01\0"],
  ["jpeg-xl", "\0\0\0\x0cJXL \r\n"],
  ["jpeg-2000", "\0\0\0\x0cjP  \r\n"],
] as const) {
  test(`${JSON.stringify(head)} begins a file of ${name}, which cannot be decoded`, (t) => {
    t.deepEqual(fileType(Buffer.from(head)), { name, decodable: false });
  });
}

for (const [name, head] of [
  ["bmp", "BM\x46\0\0\0\0\0\0\0\x36\0\0\0"],
  ["heic", "\0\0\0\x18ftypheic\0\0\0\0mif1heic"],
  ["heic", "\0\0\0\x18ftypmif1\0\0\0\0mif1heic"],
  ["heic", "\0\0\0\x24ftypheic\0\0\0\0mif1MiHEMiPrmiafMiHBheic"],
  ["heic", "\0\0\0\x14ftypheix\0\0\0\0mif1"],
  ["heic", "\0\0\0\x14ftyphevc\0\0\0\0hevc"],
  ["heic", "\0\0\0\x14ftypmiaf\0\0\0\0MiHB"],
] as const) {
  test(`${JSON.stringify(head)} begins a file of ${name}, which our own converter reads`, (t) => {
    t.deepEqual(fileType(Buffer.from(head)), { name, decodable: true });
  });
}

test("An image with a generic major brand is AVIF if a compatible brand says so", (t) => {
  const head = Buffer.from("\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf");

  t.deepEqual(fileType(head), { name: "avif", decodable: true });
});

test("Brands behind the first box of a file are not read", (t) => {
  const head = Buffer.from("\0\0\0\x10ftypisom\0\0\0\0avif");

  t.is(fileType(head), undefined);
});

for (const text of [
  "",
  "B",
  "BMW drives well",
  "plain text",
  "<html><svg></svg></html>",
  "........WEBP is a format",
  "GIF88a",
]) {
  test(`${JSON.stringify(text)} is no image's beginning`, (t) => {
    t.is(fileType(Buffer.from(text)), undefined);
  });
}
