import { brandsOf } from "./formats/iso-boxes.ts";

/** Formats of sharp's prebuilt libvips, named after the families of its loaders, and of open-convertible.ts. */
const decodable = new Set(["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp", "heic"]);

/** Brands of HEVC, then brands of any images. */
const heicBrands = /^(hei[cxms]|hev[cxms]|MiH[BE]|mif[12]|msf1)$/;

/** First bytes of a file; `?` stands for any. */
const signatures: [name: string, bytes: string][] = [
  ["jpeg", "\xff\xd8\xff"],
  ["png", "\x89PNG\r\n\x1a\n"],
  ["webp", "RIFF????WEBP"],
  ["gif", "GIF87a"],
  ["gif", "GIF89a"],
  ["tiff", "II*\0"],
  ["tiff", "MM\0*"],
  ["tiff", "II+\0"],
  ["tiff", "MM\0+"],
  ["bmp", "BM????\0\0\0\0"],
  ["pdf", "%PDF-"],
  ["psd", "8BPS"],
  ["ico", "\0\0\x01\0"],
  ["jpeg-xl", "\xff\x0a"],
  ["jpeg-xl", "????JXL "],
  ["jpeg-2000", "????jP  "],
];

/** Recognises a file by its first bytes alone, never by its name or content type. */
export function fileType(bytes: Uint8Array): { name: string; decodable: boolean } | undefined {
  const head = Buffer.from(bytes.subarray(0, 1024));
  const text = head.toString("latin1");
  const name = isoMediaType(head) ?? signatureName(text) ?? (isSvg(text) ? "svg" : undefined);
  return name === undefined ? undefined : { name, decodable: decodable.has(name) };
}

function signatureName(head: string): string | undefined {
  return signatures.find(([, bytes]) =>
    [...bytes].every((byte, at) => byte === "?" || byte === head[at]),
  )?.[0];
}

/** AVIF and HEIC share the ISO base media format and differ in its brands. */
function isoMediaType(head: Buffer): string | undefined {
  const brands = brandsOf(head);
  if (brands.some((brand) => brand === "avif" || brand === "avis")) return "avif";
  return brands.some((brand) => heicBrands.test(brand)) ? "heic" : undefined;
}

function isSvg(head: string): boolean {
  return /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE svg|svg)/i.test(head) && /<svg[\s>/:]/i.test(head);
}
