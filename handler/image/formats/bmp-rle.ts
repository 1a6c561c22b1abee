import type { BmpHeader } from "./bmp-header.ts";

type Paint = (x: number, y: number, colour: number) => void;

const codes = { endOfRow: 0, endOfImage: 1, delta: 2 };

/**
 * Calls `paint` for the pixels of a run-length encoded BMP, rows in the order of the file. A file may jump over pixels. Pixels beyond
 * the end of a row are passed over.
 *
 * @throws {Error} When the bytes end before the image does.
 */
export function paintRuns(
  bmp: Buffer,
  { width, height, compression, pixelsAt }: BmpHeader,
  paint: Paint,
): void {
  const pixelsPerByte = compression === "rle4" ? 2 : 1;
  let at = pixelsAt;
  let x = 0;
  let y = 0;
  const put = (byte: number, index: number) => {
    const colour = pixelsPerByte === 1 ? byte : index % 2 === 0 ? byte >> 4 : byte & 15;
    paint(x, y, colour);
    x += 1;
  };
  while (y < height && !(y === height - 1 && x >= width && at >= bmp.length)) {
    const count = bmp.readUInt8(at);
    const value = bmp.readUInt8(at + 1);
    at += 2;
    const room = width - x;
    if (count > 0) {
      for (let index = 0; index < Math.min(count, room); index += 1) put(value, index);
    } else if (value === codes.endOfRow) {
      x = 0;
      y += 1;
    } else if (value === codes.endOfImage) {
      return;
    } else if (value === codes.delta) {
      x += bmp.readUInt8(at);
      y += bmp.readUInt8(at + 1);
      at += 2;
    } else {
      for (let index = 0; index < Math.min(value, room); index += 1)
        put(bmp.readUInt8(at + Math.floor(index / pixelsPerByte)), index);
      const bytes = Math.ceil(value / pixelsPerByte);
      at += bytes + (bytes % 2);
    }
  }
}
