type Triple = [number, number, number];

const white = [0.950_47, 1, 1.088_83] as const;
const degrees = Math.PI / 180;

/** Converts sRGB, from 0 to 255, to CIELAB under daylight. */
function lab(colour: readonly number[]): Triple {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const encoded = value / 255;
    return encoded <= 0.040_45 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;
  });
  const [x, y, z] = [
    (0.412_456_4 * r + 0.357_576_1 * g + 0.180_437_5 * b) / white[0],
    (0.212_672_9 * r + 0.715_152_2 * g + 0.072_175 * b) / white[1],
    (0.019_333_9 * r + 0.119_192 * g + 0.950_304_1 * b) / white[2],
  ].map((ratio) =>
    ratio > (6 / 29) ** 3 ? Math.cbrt(ratio) : ratio / (3 * (6 / 29) ** 2) + 4 / 29,
  ) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Returns the perceived difference of two sRGB colours: about 1 is just visible. */
export function deltaE(one: readonly number[], other: readonly number[]): number {
  return deltaE2000(lab(one), lab(other));
}

/** CIEDE2000 of two colours of CIELAB, in the notation of Sharma, Wu and Dalal, 2005. */
export function deltaE2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const stretch = 1.5 - 0.5 * Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7));
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [hue(a1 * stretch, b1), hue(a2 * stretch, b2)];
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const meanHue = c1 * c2 === 0 ? h1 + h2 : h1 + turn / 2;
  const meanChroma = (c1 + c2) / 2;
  const [lightness, chroma] = [lightnessWeight((l1 + l2) / 2), 1 + 0.045 * meanChroma];
  const hueWeight = 1 + 0.015 * meanChroma * hueTerm(meanHue);
  const hueDifference = 2 * Math.sqrt(c1 * c2) * Math.sin((turn / 2) * degrees);
  const [dl, dc, dh] = [(l2 - l1) / lightness, (c2 - c1) / chroma, hueDifference / hueWeight];
  return Math.sqrt(dl ** 2 + dc ** 2 + dh ** 2 + rotation(meanHue, meanChroma) * dc * dh);
}

function hue(a: number, b: number): number {
  return (Math.atan2(b, a) / degrees + 360) % 360;
}

function lightnessWeight(lightness: number): number {
  return 1 + (0.015 * (lightness - 50) ** 2) / Math.sqrt(20 + (lightness - 50) ** 2);
}

function hueTerm(mean: number): number {
  const term = (factor: number, shift: number) => Math.cos((factor * mean + shift) * degrees);
  return 1 - 0.17 * term(1, -30) + 0.24 * term(2, 0) + 0.32 * term(3, 6) - 0.2 * term(4, -63);
}

function rotation(mean: number, chroma: number): number {
  const angle = 30 * Math.exp(-(((((mean + 360) % 360) - 275) / 25) ** 2));
  return -2 * Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)) * Math.sin(2 * angle * degrees);
}
