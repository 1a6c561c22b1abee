export interface BmpHeader {
  width: number;
  height: number;
  bottomUp: boolean;
  bits: number;
  compression: "none" | "rle8" | "rle4";
  /** The bits for red, green, blue and alpha in a pixel of 16 or 32 bits. */
  masks: number[];
  palette: Buffer;
  pixelsAt: number;
  profile?: Buffer | undefined;
}

const fileHeaderBytes = 14;

/** Headers are identified by their sizes alone. A header of OS/2 2 may end anywhere from 16 bytes on. */
const headerSizes = { os2: 12, os2v2: 64, windows: 40, withAlphaMask: 56, v4: 108, v5: 124 };
const compressions = { none: 0, rle8: 1, rle4: 2, masks: 3, alphaMasks: 6 };
const embeddedProfile = 0x4d424544;

/** A BMP of 6 × 16,000,000 pixels took 1.7 times the memory expected for so many pixels. */
const longestSide = 65_535;

/** @throws {Error} When the kind is not supported, such as a BMP with a JPEG or a fax inside. */
export function readBmpHeader(bmp: Buffer): BmpHeader {
  const size = bmp.readUInt32LE(fileHeaderBytes);
  const header = bmp.subarray(fileHeaderBytes, fileHeaderBytes + size);
  if (header.length < size) throw new Error("A BMP that ends within its header");
  const { width, height, bits } = size === headerSizes.os2 ? os2Format(header) : format(header);
  if (width <= 0 || height === 0 || Math.max(width, Math.abs(height)) > longestSide)
    throw new Error(`A BMP of ${width} × ${height} pixels`);
  const code = field(header, 16);
  const pixelsAt = bmp.readUInt32LE(10);
  if (pixelsAt < fileHeaderBytes + size)
    throw new Error(`A BMP whose pixels begin at ${pixelsAt}, in its header`);
  return {
    width,
    height: Math.abs(height),
    bottomUp: height > 0,
    bits,
    compression: compressionOf(code, bits, size),
    masks: masksOf(bmp, code, bits, size),
    palette: paletteOf(bmp, header, bits, pixelsAt),
    pixelsAt,
    profile: profileOf(bmp, header),
  };
}

function os2Format(header: Buffer): { width: number; height: number; bits: number } {
  return {
    width: header.readUInt16LE(4),
    height: header.readUInt16LE(6),
    bits: header.readUInt16LE(10),
  };
}

function format(header: Buffer): { width: number; height: number; bits: number } {
  return { width: header.readInt32LE(4), height: header.readInt32LE(8), bits: header.readUInt16LE(14) };
}

/** Fields missing in a shorter header are 0. */
function field(header: Buffer, at: number): number {
  return at + 4 <= header.length ? header.readUInt32LE(at) : 0;
}

function compressionOf(code: number, bits: number, size: number): BmpHeader["compression"] {
  const isWindows = size !== headerSizes.os2v2;
  if (code === compressions.none && [1, 2, 4, 8, 16, 24, 32].includes(bits)) return "none";
  if (code === compressions.rle8 && bits === 8) return "rle8";
  if (code === compressions.rle4 && bits === 4) return "rle4";
  if (isWindows && hasMasks(code) && (bits === 16 || bits === 32)) return "none";
  throw new Error(`A BMP of ${bits} bits a pixel with compression ${code}`);
}

function hasMasks(code: number): boolean {
  return code === compressions.masks || code === compressions.alphaMasks;
}

/** Only a header declares alpha: the fourth byte of other pixels means nothing. */
function masksOf(bmp: Buffer, code: number, bits: number, size: number): number[] {
  const at = fileHeaderBytes + headerSizes.windows;
  const hasAlpha =
    code === compressions.alphaMasks || size >= (hasMasks(code) ? headerSizes.withAlphaMask : headerSizes.v4);
  const alpha = hasAlpha ? bmp.readUInt32LE(at + 12) : 0;
  if (hasMasks(code)) return [...[0, 4, 8].map((mask) => bmp.readUInt32LE(at + mask)), alpha];
  return bits === 16 ? [0x7c00, 0x3e0, 0x1f, alpha] : [0xff0000, 0xff00, 0xff, alpha];
}

/** Returns triples of red, green and blue. */
function paletteOf(bmp: Buffer, header: Buffer, bits: number, pixelsAt: number): Buffer {
  if (bits > 8) return Buffer.alloc(0);
  const stride = header.length === headerSizes.os2 ? 3 : 4;
  const start = fileHeaderBytes + header.length;
  const most = Math.min(field(header, 32) || 2 ** bits, 2 ** bits);
  const count = Math.min(most, Math.floor((pixelsAt - start) / stride));
  const palette = Buffer.alloc(3 * 2 ** bits);
  for (let index = 0; index < count; index += 1) {
    const at = start + index * stride;
    palette[index * 3] = bmp.readUInt8(at + 2);
    palette[index * 3 + 1] = bmp.readUInt8(at + 1);
    palette[index * 3 + 2] = bmp.readUInt8(at);
  }
  return palette;
}

function profileOf(bmp: Buffer, header: Buffer): Buffer | undefined {
  if (header.length < headerSizes.v5 || field(header, 56) !== embeddedProfile) return undefined;
  const start = fileHeaderBytes + field(header, 112);
  return bmp.subarray(start, start + field(header, 116));
}
