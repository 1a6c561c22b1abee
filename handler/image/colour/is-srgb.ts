/** sRGB's primaries (IEC 61966-2-1), adapted to the white of ICC profiles, D50. */
const primaries: Record<string, number[]> = {
  rXYZ: [0.436, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};

/** Points of sRGB's curve, from value to light. Near black it differs from the power it resembles elsewhere. */
const curvePoints = [
  [0.1, 0.01],
  [0.25, 0.0509],
  [0.5, 0.214],
  [0.75, 0.5225],
] as const;

const [primaryTolerance, curveTolerance] = [0.002, 0.001];

/** Recognises sRGB by a profile's content, whatever its name: then there is nothing to convert. */
export function isSrgb(profile: Buffer): boolean {
  const tags = readTags(profile);
  if (tags === undefined || profile.toString("latin1", 16, 20) !== "RGB " || tags.has("A2B0")) return false;
  const isPrimary = ([name, wanted]: [string, number[]]) => {
    const tag = tags.get(name);
    if (tag === undefined || tag.length < 20) return false;
    return wanted.every((value, at) => near(tag.readInt32BE(8 + at * 4) / 65_536, value, primaryTolerance));
  };
  return (
    Object.entries(primaries).every(isPrimary) &&
    ["rTRC", "gTRC", "bTRC"].every((name) => isCurve(tags.get(name)))
  );
}

function readTags(profile: Buffer): Map<string, Buffer> | undefined {
  if (profile.length < 132 || profile.toString("latin1", 36, 40) !== "acsp") return undefined;
  const count = Math.min(profile.readUInt32BE(128), Math.floor((profile.length - 132) / 12));
  return new Map(
    Array.from({ length: count }, (_, index) => {
      const at = 132 + index * 12;
      const start = profile.readUInt32BE(at + 4);
      return [
        profile.toString("latin1", at, at + 4),
        profile.subarray(start, start + profile.readUInt32BE(at + 8)),
      ];
    }),
  );
}

function isCurve(tag: Buffer | undefined): boolean {
  const curve = tag && (tableCurve(tag) ?? parametricCurve(tag));
  return (
    curve !== undefined && curvePoints.every(([value, light]) => near(curve(value), light, curveTolerance))
  );
}

type Curve = (value: number) => number;

/** Interpolates between values at even distances. One alone is an exponent, which sRGB's curve is not. */
function tableCurve(tag: Buffer): Curve | undefined {
  const count = tag.length >= 12 && tag.toString("latin1", 0, 4) === "curv" ? tag.readUInt32BE(8) : 0;
  if (count < 2 || tag.length < 12 + count * 2) return undefined;
  const entry = (index: number) => tag.readUInt16BE(12 + index * 2) / 65_535;
  return (value) => {
    const place = value * (count - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, count - 1);
    return entry(below) + (entry(above) - entry(below)) * (place - below);
  };
}

/** Evaluates a power with a straight line below `d`: the third function of ICC.1, 10.18. */
function parametricCurve(tag: Buffer): Curve | undefined {
  if (tag.length < 32 || tag.toString("latin1", 0, 4) !== "para" || tag.readUInt16BE(8) !== 3)
    return undefined;
  const [g = 0, a = 0, b = 0, c = 0, d = 0] = [12, 16, 20, 24, 28].map((at) => tag.readInt32BE(at) / 65_536);
  return (value) => (value >= d ? (a * value + b) ** g : c * value);
}

function near(value: number, wanted: number, tolerance: number): boolean {
  return Math.abs(value - wanted) <= tolerance;
}
