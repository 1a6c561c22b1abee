/** Pixels from a decoder of ours: RGB or RGBA, 8 bits a channel, not premultiplied. */
export interface Raster {
  width: number;
  height: number;
  channels: 3 | 4;
  /** Its ICC profile; without one it is sRGB. */
  profile?: Buffer | undefined;
}

type Entry = [tag: number, values: number[] | Buffer];

/** libtiff reads a strip at a time, and needs this much memory beside the file. */
const rowsPerStrip = 16;

/**
 * Creates an uncompressed TIFF; `pixels` is its part with the pixels, transparent black at first. libvips takes a profile only from a
 * file, and this kind of file costs neither a copy nor time.
 */
export function createTiff({ width, height, channels, profile }: Raster): { file: Buffer; pixels: Buffer } {
  const rowBytes = width * channels;
  const strips = Array.from({ length: Math.ceil(height / rowsPerStrip) }, (_, index) => index * rowsPerStrip);
  const entries = (pixelsAt: number): Entry[] => [
    [256, [width]],
    [257, [height]],
    [258, Array(channels).fill(8)],
    [259, [1]],
    [262, [2]],
    [273, strips.map((row) => pixelsAt + row * rowBytes)],
    [277, [channels]],
    [278, [rowsPerStrip]],
    [279, strips.map((row) => Math.min(rowsPerStrip, height - row) * rowBytes)],
    ...(channels === 4 ? ([[338, [2]]] satisfies Entry[]) : []),
    ...(profile === undefined ? [] : ([[34_675, profile]] satisfies Entry[])),
  ];
  const pixelsAt = createHead(entries(0)).length;
  const file = Buffer.alloc(pixelsAt + rowBytes * height);
  createHead(entries(pixelsAt)).copy(file);
  return { file, pixels: file.subarray(pixelsAt) };
}

const headerBytes = 8;
const entryBytes = 12;
const inlineBytes = 4;
const types = { undefined: 7, long: 4 };

/** Writes the header and the only directory; values too long for their entries lie behind it. */
function createHead(entries: Entry[]): Buffer {
  const directory = Buffer.alloc(headerBytes + 2 + entries.length * entryBytes + 4);
  directory.write("II*\0\x08\0\0\0", "latin1");
  directory.writeUInt16LE(entries.length, headerBytes);
  const outside: Buffer[] = [];
  let end = directory.length;
  for (const [index, [tag, values]] of entries.entries()) {
    const at = headerBytes + 2 + index * entryBytes;
    const data = Buffer.isBuffer(values) ? values : longs(values);
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(Buffer.isBuffer(values) ? types.undefined : types.long, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (data.length <= inlineBytes) {
      data.copy(directory, at + 8);
    } else {
      directory.writeUInt32LE(end, at + 8);
      outside.push(data);
      end += data.length;
    }
  }
  return Buffer.concat([directory, ...outside]);
}

function longs(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32LE(value, index * 4);
  return bytes;
}
