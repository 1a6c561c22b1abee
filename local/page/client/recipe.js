// Describes an output in words: its recipe and its saving.
import { percent } from "./format.js";

const formats = { jpeg: "JPEG", webp: "WebP", avif: "AVIF", png: "PNG" };

export const recipe = ({ format, quality, scale, maxDimension }) =>
  [
    formats[format],
    format === "png" ? "lossless" : `quality ${quality}`,
    scale !== 1 && `${percent(scale)} of each side`,
    maxDimension !== undefined && `at most ${maxDimension} px`,
  ]
    .filter(Boolean)
    .join(" · ");

export const saving = (source, output) => {
  const saved = 1 - output.size / source.size;
  return saved >= 0 ? `${percent(saved)} smaller` : `${percent(-saved)} larger`;
};

export const nameOf = ({ rendition }) => (rendition === "default" ? "Output" : rendition);
