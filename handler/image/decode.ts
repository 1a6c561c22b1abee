import type { Metadata, Sharp, SharpOptions } from "sharp";
import sharp from "sharp";
import { fromBareCmyk } from "./colour/cmyk.ts";
import { isSrgb } from "./colour/is-srgb.ts";
import type { Size } from "./recipe.ts";

/**
 * Decodes to an upright image in sRGB. libvips converts the colours of all pixels before it resizes: where half of the pixels go, they
 * are removed first here, which changes a channel by 0.1 of 255 in the mean. Spaces other than RGB need their conversion first.
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
 * Left alone, sharp silently turns 16-bit colours with a profile into Display P3, skips the profile of 16-bit grey, and gives
 * transparent grey a grey background. A profile of grey needs grey to start from.
 */
function withEightBitColours(image: Sharp, { space, hasAlpha, hasProfile }: Metadata): Sharp {
  const grey = space === "b-w" || space === "grey16";
  if (grey && hasProfile) return space === "grey16" ? image.pipelineColourspace("b-w") : image;
  return space === "rgb16" || (grey && hasAlpha) ? image.pipelineColourspace("srgb") : image;
}
