import type { OutputNaming, RenditionSettings } from "./settings.ts";

/** S3's limit on a key, in bytes of UTF-8. */
const longestKey = 1024;

const extensions = { jpeg: ".jpg", webp: ".webp", avif: ".avif", png: ".png" };

/** The names that a source may use for a rendition, the preferred one first; those that S3 would refuse are left out. */
export function outputKeys(
  sourceKey: string,
  { outputPrefix, outputSuffix, format }: Pick<RenditionSettings, "outputPrefix" | "outputSuffix" | "format">,
  naming: OutputNaming,
): string[] {
  const stems = naming === "append" ? [sourceKey] : [withoutExtension(sourceKey), sourceKey];
  const keys = stems.map((stem) => `${outputPrefix}${stem}${outputSuffix}${extensions[format]}`);
  return [...new Set(keys)].filter((key) => Buffer.byteLength(key) <= longestKey);
}

/** A dot at the start of a file's name hides it and begins no extension. */
function withoutExtension(key: string): string {
  return key.replace(/(?<=[^/])\.[^./]*$/, "");
}
