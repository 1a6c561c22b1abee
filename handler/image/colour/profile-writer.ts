type Vector = [number, number, number];
type Matrix = [Vector, Vector, Vector];

export type Chromaticities = Record<"red" | "green" | "blue" | "white", readonly [x: number, y: number]>;

/** Maps values to light: by a power, or by sRGB's curve. */
export type Curve = number | "srgb";

const d65 = [0.3127, 0.329] as const;

export const srgb: Chromaticities = { red: [0.64, 0.33], green: [0.3, 0.6], blue: [0.15, 0.06], white: d65 };
export const displayP3: Chromaticities = {
  red: [0.68, 0.32],
  green: [0.265, 0.69],
  blue: [0.15, 0.06],
  white: d65,
};
export const bt2020: Chromaticities = {
  red: [0.708, 0.292],
  green: [0.17, 0.797],
  blue: [0.131, 0.046],
  white: d65,
};

/** D50, the white of all ICC profiles. */
const profileWhite: Vector = [0.9642, 1, 0.8249];

/** Bradford's matrix leads from XYZ to the responses of the three kinds of cones. */
const cones: Matrix = [
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
];

export function rgbProfile(space: Chromaticities, curve: Curve): Buffer {
  const columns = adapted(space);
  return profile("RGB ", [
    ["wtpt", xyzTag(profileWhite)],
    ...["rXYZ", "gXYZ", "bXYZ"].map((name, at): Tag => [name, xyzTag(columns[at] ?? profileWhite)]),
    ...["rTRC", "gTRC", "bTRC"].map((name): Tag => [name, curveTag(curve)]),
  ]);
}

export function greyProfile(curve: Curve): Buffer {
  return profile("GRAY", [
    ["wtpt", xyzTag(profileWhite)],
    ["kTRC", curveTag(curve)],
  ]);
}

/** Returns red, green and blue in XYZ, adapted to the profiles' white, which is their sum. */
function adapted({ red, green, blue, white }: Chromaticities): Vector[] {
  const colours = [red, green, blue].map(xyz);
  const shares = times(inverse(transposed(colours as Matrix)), xyz(white));
  const [from, to] = [times(cones, xyz(white)), times(cones, profileWhite)];
  const gain = (seen: Vector) => seen.map((value, at) => (value * (to[at] ?? 0)) / (from[at] ?? 1)) as Vector;
  return colours.map((colour, at) => {
    const scaled = colour.map((value) => value * (shares[at] ?? 0)) as Vector;
    return times(inverse(cones), gain(times(cones, scaled)));
  });
}

function xyz([x, y]: readonly [number, number]): Vector {
  return [x / y, 1, (1 - x - y) / y];
}

function times(matrix: Matrix, [x, y, z]: Vector): Vector {
  return matrix.map(([a, b, c]) => a * x + b * y + c * z) as Vector;
}

function transposed([a, b, c]: Matrix): Matrix {
  return [0, 1, 2].map((at) => [a[at], b[at], c[at]]) as Matrix;
}

function inverse([a, b, c]: Matrix): Matrix {
  const columns = [cross(b, c), cross(c, a), cross(a, b)] as Matrix;
  const volume = a.reduce((sum, value, at) => sum + value * (columns[0][at] ?? 0), 0);
  return transposed(columns.map((column) => column.map((value) => value / volume)) as Matrix);
}

function cross([a, b, c]: Vector, [d, e, f]: Vector): Vector {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}

type Tag = [name: string, content: Buffer];

const headerBytes = 128;

function profile(space: string, tags: Tag[]): Buffer {
  const table = Buffer.alloc(4 + tags.length * 12);
  table.writeUInt32BE(tags.length);
  let end = headerBytes + table.length;
  for (const [index, [name, content]] of tags.entries()) {
    table.write(name, 4 + index * 12);
    table.writeUInt32BE(end, 8 + index * 12);
    table.writeUInt32BE(content.length, 12 + index * 12);
    end += content.length;
  }
  const header = Buffer.alloc(headerBytes);
  header.writeUInt32BE(end);
  header.writeUInt32BE(0x02400000, 8);
  header.write(`mntr${space}XYZ `, 12);
  header.write("acsp", 36);
  fixed(profileWhite).copy(header, 68);
  return Buffer.concat([header, table, ...tags.map(([, content]) => content)]);
}

function xyzTag(colour: Vector): Buffer {
  return Buffer.concat([Buffer.from("XYZ \0\0\0\0"), fixed(colour)]);
}

/** Tags begin at multiples of four, so both sizes are multiples of four. */
function curveTag(curve: Curve): Buffer {
  if (curve === "srgb") {
    const parameters = fixed([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.040_45]);
    return Buffer.concat([Buffer.from("para\0\0\0\0\0\x03\0\0"), parameters]);
  }
  const tag = Buffer.from("curv\0\0\0\0\0\0\0\x01\0\0\0\0");
  tag.writeUInt16BE(Math.round(curve * 256), 12);
  return tag;
}

function fixed(values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [at, value] of values.entries()) bytes.writeInt32BE(Math.round(value * 65_536), at * 4);
  return bytes;
}
