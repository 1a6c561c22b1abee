import { hasHeader, segmentHeaders } from "../formats/jpeg-segments.ts";

const tags = { orientation: 0x0112, gps: 0x8825, exif: 0x8769, interoperability: 0xa005 };
/** Readers follow a pointer to a position in any of these directories within directories. */
const subdirectories = new Set([tags.exif, tags.interoperability]);
const deepest = 2;
const entryBytes = 12;
const upright = 1;

/**
 * Adapts EXIF to an image turned upright: it removes the thumbnail, which is not turned, and the position unless `keepGps`. libvips
 * drops data without a pointer when it writes the directories anew. Returns `undefined` for EXIF without sense.
 */
export function uprightExif(exif: Buffer, keepGps: boolean): Buffer | undefined {
  const copy = Buffer.from(exif);
  try {
    const tiff = hasHeader(copy, segmentHeaders.exif) ? copy.subarray(segmentHeaders.exif.length) : copy;
    return editUpright(tiff, keepGps) ? copy : undefined;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/**
 * Edits the directories in place, which can only lose entries. Returns `false` if `tiff` is no TIFF.
 *
 * @throws {RangeError} When a directory does not lie within the bytes.
 */
function editUpright(tiff: Buffer, keepGps: boolean): boolean {
  const order = tiff.toString("latin1", 0, 4);
  if (order !== "II*\0" && order !== "MM\0*") return false;
  const isLittle = order === "II*\0";
  const read16 = (at: number) => (isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const write16 = (value: number, at: number) =>
    isLittle ? tiff.writeUInt16LE(value, at) : tiff.writeUInt16BE(value, at);
  const read32 = (at: number) => (isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));

  const edit = (directory: number, depth: number): void => {
    let end = directory + 2 + read16(directory) * entryBytes;
    tiff.writeUInt32BE(0, end);
    for (let at = end - entryBytes; at > directory; at -= entryBytes) {
      const tag = read16(at);
      if (tag === tags.orientation) write16(upright, at + 8);
      if (subdirectories.has(tag) && depth < deepest) edit(read32(at + 8), depth + 1);
      if (tag !== tags.gps || keepGps) continue;
      tiff.copyWithin(at, at + entryBytes, end + 4);
      end -= entryBytes;
    }
    write16((end - directory - 2) / entryBytes, directory);
  };
  edit(read32(4), 0);
  return true;
}
