import { bt2020, type Chromaticities, type Curve, displayP3, rgbProfile, srgb } from "./profile-writer.ts";

// The numbers of ITU-T H.273.
const spaces = new Map<number, Chromaticities>([
  [1, srgb],
  [9, bt2020],
  [12, displayP3],
]);
const linear = 8;

/** The space that a file names by numbers; `undefined` where it is sRGB or taken for it. All curves but the linear one are taken for sRGB's. */
export function spaceOfCicp(
  primaries: number,
  transfer: number,
): { space: Chromaticities; curve: Curve } | undefined {
  const space = spaces.get(primaries);
  const curve = transfer === linear ? 1 : "srgb";
  return space === undefined || (space === srgb && curve === "srgb") ? undefined : { space, curve };
}

/** The same as a profile. */
export function profileOfCicp(primaries: number, transfer: number): Buffer | undefined {
  const named = spaceOfCicp(primaries, transfer);
  return named && rgbProfile(named.space, named.curve);
}
