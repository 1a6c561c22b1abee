const [extension, image, control] = [0x21, 0x2c, 0xf9];
const screenBytes = 13;
const disposeToBackground = 2;
const controlBytes = 8;

interface Frame {
  /** The position of its control block, if it has one. */
  controlAt: number | undefined;
  x: number;
  y: number;
  width: number;
  height: number;
  colours: number;
}

/**
 * Makes the canvas transparent where nothing is drawn, as browsers do. libvips does so only for frames with a transparent colour:
 * frames in need get one without any pixels. Where a frame may use every colour, the canvas stays opaque.
 */
export function withClearCanvas(gif: Buffer): Buffer {
  const [width, height] = [gif.readUInt16LE(6), gif.readUInt16LE(8)];
  const opaque = [...frames(gif)].filter((frame, index) => {
    const covers = frame.x === 0 && frame.y === 0 && frame.width >= width && frame.height >= height;
    const flags = frame.controlAt === undefined ? 1 : (gif[frame.controlAt + 3] ?? 1);
    const isCleared = ((flags >> 2) & 7) === disposeToBackground;
    return (flags & 1) === 0 && frame.colours < 256 && (isCleared || (index === 0 && !covers));
  });
  if (opaque.length === 0) return gif;
  const cleared = Buffer.from(gif);
  for (const { controlAt = 0 } of opaque) {
    cleared[controlAt + 3] = (cleared[controlAt + 3] ?? 0) | 1;
    cleared[controlAt + 6] = 255;
  }
  return cleared;
}

function* frames(gif: Buffer): Generator<Frame> {
  const globalColours = coloursOf(gif[10] ?? 0);
  let controlAt: number | undefined;
  let at = screenBytes + globalColours * 3;
  while (at + controlBytes < gif.length) {
    if (gif[at] === extension) {
      if (gif[at + 1] === control) controlAt = at;
      at = behindBlocks(gif, at + 2);
    } else if (gif[at] === image && at + 11 < gif.length) {
      const [x = 0, y = 0, width = 0, height = 0] = [1, 3, 5, 7].map((place) => gif.readUInt16LE(at + place));
      const localColours = coloursOf(gif[at + 9] ?? 0);
      const dataAt = at + 10 + localColours * 3;
      const colours = Math.min(localColours || globalColours, 2 ** (gif[dataAt] ?? 8));
      yield { controlAt, x, y, width, height, colours };
      controlAt = undefined;
      at = behindBlocks(gif, dataAt + 1);
    } else {
      return;
    }
  }
}

/** Flags have a bit for a table of colours, and its size. */
function coloursOf(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 2 ** ((flags & 7) + 1);
}

function behindBlocks(gif: Buffer, start: number): number {
  let at = start;
  while (at < gif.length && gif[at] !== 0) at += 1 + (gif[at] ?? 0);
  return at + 1;
}
