import { bt2020, type Chromaticities, type Curve, displayP3, rgbProfile, srgb } from "./profile-writer.ts";

// ITU-T H.273 assigns these numbers.
const spaces = new Map<number, Chromaticities>([
  [1, srgb],
  [9, bt2020],
  [12, displayP3],
]);
const linear = 8;

/** Returns `undefined` for sRGB and unknown spaces, which count as sRGB. All curves but the linear one count as sRGB's. */
export function spaceOfCicp(
  primaries: number,
  transfer: number,
): { space: Chromaticities; curve: Curve } | undefined {
  const space = spaces.get(primaries);
  const curve = transfer === linear ? 1 : "srgb";
  return space === undefined || (space === srgb && curve === "srgb") ? undefined : { space, curve };
}

export function profileOfCicp(primaries: number, transfer: number): Buffer | undefined {
  const named = spaceOfCicp(primaries, transfer);
  return named && rgbProfile(named.space, named.curve);
}
