import type { OutputNaming, RenditionSettings } from "./settings.ts";

/** S3 allows a key this many bytes of UTF-8. */
const longestKey = 1024;

const extensions = { jpeg: ".jpg", webp: ".webp", avif: ".avif", png: ".png" };

/** Returns the names a source may use for a rendition, preferred one first, without those too long for S3. */
export function outputKeys(
  sourceKey: string,
  { outputPrefix, outputSuffix, format }: Pick<RenditionSettings, "outputPrefix" | "outputSuffix" | "format">,
  naming: OutputNaming,
): string[] {
  const stems = naming === "append" ? [sourceKey] : [withoutExtension(sourceKey), sourceKey];
  const keys = stems.map((stem) => `${outputPrefix}${stem}${outputSuffix}${extensions[format]}`);
  return [...new Set(keys)].filter((key) => Buffer.byteLength(key) <= longestKey);
}

/** A dot at the start of a file's name hides the file and begins no extension. */
function withoutExtension(key: string): string {
  return key.replace(/(?<=[^/])\.[^./]*$/, "");
}
