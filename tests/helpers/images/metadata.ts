import { DOMParser } from "@xmldom/xmldom";
import ExifReader from "exifreader";
import sharp, { type Exif, type Sharp } from "sharp";
import { noise } from "./images.ts";

const exif: Exif = {
  IFD0: { Artist: "Ann", Copyright: "(c) Ann", Model: "Camera" },
  IFD3: { GPSLatitudeRef: "N", GPSLatitude: "51/1 30/1 0/1" },
};

export function xmpPacket(properties: string, attributes = ""): string {
  return `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${attributes}>${properties}</rdf:Description></rdf:RDF></x:xmpmeta>`;
}

/** Creates a landscape photo of 24 × 16 pixels as a camera stores it, with creator, rights, position and orientation. */
export function photo(orientation: number): Sharp {
  const properties = `<dc:creator><rdf:Seq><rdf:li>Ann Müller</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Ann</rdf:li></rdf:Alt></dc:rights><photoshop:Credit>Agency &amp; Sons</photoshop:Credit><exif:GPSLongitude>0,0.0E</exif:GPSLongitude>`;
  const turned = orientation === 1 ? noise(24, 16) : noise(24, 16).withMetadata({ orientation });
  return turned
    .withExif(exif)
    .withXmp(xmpPacket(properties, `exif:GPSLatitude="51,30.0N" tiff:Orientation="${orientation}"`));
}

/** Creates one field of IPTC-IIM, as a TIFF stores it. */
export function iptcField(dataset: number, text: string): Buffer {
  return Buffer.concat([Buffer.from([0x1c, 2, dataset, 0, text.length]), Buffer.from(text)]);
}

/** Creates a JPEG with IPTC-IIM in a Photoshop resource. */
export async function jpegWithIptc(iptc: Buffer): Promise<Buffer> {
  const jpeg = await noise().jpeg().toBuffer();
  const resource = Buffer.from("Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\0", "latin1");
  resource.writeUInt32BE(iptc.length, resource.length - 4);
  const data = Buffer.concat([resource, iptc, Buffer.alloc(iptc.length % 2)]);
  const head = Buffer.from([0xff, 0xed, 0, data.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, data, jpeg.subarray(2)]);
}

/** Reads an image's metadata with another library than the handler's. */
export async function described(image: Buffer): Promise<Record<string, unknown>> {
  const tags = await ExifReader.load(image, {
    async: true,
    expanded: true,
    domParser: new DOMParser({ onError: () => {} }),
  });
  const { exif = {}, xmp, gps } = tags;
  const found = {
    orientation: exif.Orientation?.value,
    artist: exif.Artist?.description,
    copyright: exif.Copyright?.description,
    model: exif.Model?.description,
    latitude: gps?.Latitude,
    creator: xmp?.creator?.description ?? (await creatorOfPng(image)),
    rights: xmp?.rights?.description,
    credit: xmp?.Credit?.description,
    xmpLatitude: xmp?.GPSLatitude?.description,
    xmpOrientation: xmp?.Orientation?.value,
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}

/** libvips compresses the XMP of a PNG, in a chunk where this reader does not look. */
async function creatorOfPng(image: Buffer): Promise<string | undefined> {
  const { format, xmp } = await sharp(image).metadata();
  return format === "png"
    ? /<dc:creator>.*<rdf:li>(.*)<\/rdf:li>.*<\/dc:creator>/.exec(String(xmp))?.[1]
    : undefined;
}
