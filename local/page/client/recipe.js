// Describes an output in words: its recipe and its saving.
import { bytes, percent } from "./format.js";

const formats = { "image/jpeg": "JPEG", "image/webp": "WebP", "image/avif": "AVIF", "image/png": "PNG" };

const steps = ({ format, quality, scale, maxDimension }) => [
  format === "png" ? "lossless" : `quality ${quality}`,
  scale !== 1 && `${percent(scale)} of each side`,
  maxDimension !== undefined && `at most ${maxDimension} px`,
];

const together = (parts) => parts.filter(Boolean).join(" · ");

/** Says of an output only what it tells itself: its recipe is known as long as it is today's. */
export const recipe = ({ contentType, recipe, isCopy }) =>
  together([
    formats[contentType] ?? contentType,
    isCopy ? "the source as it is" : recipe && together(steps(recipe)),
    recipe === undefined && "made with earlier settings",
  ]);

export const leftOver = (output) => together([bytes(output.size), recipe(output)]);

export const saving = (source, output) => {
  if (output.isOfEarlierSource) return "made of an earlier upload";
  const saved = 1 - output.size / source.size;
  return saved >= 0 ? `${percent(saved)} smaller` : `${percent(-saved)} larger`;
};

export const nameOf = ({ rendition }) => (rendition === "default" ? "Output" : rendition);
