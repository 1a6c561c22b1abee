import type { Metadata, Sharp, SharpOptions } from "sharp";
import sharp from "sharp";
import { fromBareCmyk } from "./colour/cmyk.ts";
import { isSrgb } from "./colour/is-srgb.ts";
import type { Size } from "./recipe.ts";

/**
 * The upright image in sRGB. libvips converts colours before it resizes, every pixel of them: where half of them go, they
 * go first, which changes a channel by 0.1 of 255 in the mean. Its other spaces need their conversion first.
 */
export async function decode(
  open: (options?: SharpOptions) => Sharp,
  header: Metadata,
  size: Size,
  animated: boolean,
): Promise<Sharp> {
  const place = (image: Sharp) => image.autoOrient().resize({ ...size, fit: "fill" });
  const { icc, space, width, height } = header;
  const plain = icc !== undefined && space === "srgb" && !animated;
  if (space === "cmyk" && icc === undefined) return fromBareCmyk(place(open({ ignoreIcc: true })));
  const ignoreIcc = plain && isSrgb(icc);
  if (plain && !ignoreIcc && size.width * size.height * 2 <= width * height) {
    const image = place(open({ ignoreIcc: true })).keepIccProfile();
    return sharp(await image.tiff({ compression: "none" }).toBuffer()).toColourspace("srgb");
  }
  return place(withEightBitColours(open({ ignoreIcc }), header)).toColourspace("srgb");
}

/**
 * Left alone, sharp turns 16-bit colours with a profile into Display P3 without saying so, skips the profile of 16-bit
 * grey, and gives transparent grey a grey background. A profile of grey needs grey to start from.
 */
function withEightBitColours(image: Sharp, { space, hasAlpha, hasProfile }: Metadata): Sharp {
  const grey = space === "b-w" || space === "grey16";
  if (grey && hasProfile) return space === "grey16" ? image.pipelineColourspace("b-w") : image;
  return space === "rgb16" || (grey && hasAlpha) ? image.pipelineColourspace("srgb") : image;
}
