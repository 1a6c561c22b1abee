import { hasHeader, segmentHeaders } from "../formats/jpeg-segments.ts";

const { photoshop } = segmentHeaders;
const resource = { signature: "8BIM", iptc: 0x04_04 };

/**
 * Wraps IPTC in its Photoshop resource, where a JPEG has it; a TIFF's IPTC is bare. Other resources are dropped: a thumbnail, EXIF or
 * XMP, with a position of their own. Returns `undefined` without IPTC.
 */
export function iptcResource(block: Buffer): Buffer | undefined {
  const iptc = hasHeader(block, photoshop) ? findIptc(block) : block;
  if (iptc === undefined) return undefined;
  const head = Buffer.from(`${photoshop}${resource.signature}\x04\x04\0\0\0\0\0\0`, "latin1");
  head.writeUInt32BE(iptc.length, head.length - 4);
  return Buffer.concat([head, iptc, Buffer.alloc(iptc.length % 2)]);
}

/** A resource pads its name, including the byte with the name's length, and its data to even lengths. */
function findIptc(block: Buffer): Buffer | undefined {
  let at = photoshop.length;
  while (at + 12 <= block.length && block.toString("latin1", at, at + 4) === resource.signature) {
    const nameBytes = (block[at + 6] ?? 0) + 1;
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2);
    if (sizeAt + 4 > block.length) return undefined;
    const size = block.readUInt32BE(sizeAt);
    const data = block.subarray(sizeAt + 4, sizeAt + 4 + size);
    if (block.readUInt16BE(at + 4) === resource.iptc) return data.length === size ? data : undefined;
    at = sizeAt + 4 + size + (size % 2);
  }
  return undefined;
}
