import { outputKeys } from "../../contract/output-keys.ts";
import type { OutputNaming } from "../../contract/settings.ts";
import type { PlannedRendition } from "../settings/renditions.ts";

type Naming = Pick<PlannedRendition, "bucket" | "format" | "outputPrefix" | "outputSuffix">;

interface Keys {
  outputNaming: OutputNaming;
  uploadPrefix: string;
}

/** A source, and an output key two renditions could both write for it. */
export interface SharedKey {
  source: string;
  output: string;
}

/**
 * Finds a key both renditions could write for one source.
 *
 * If the prefixes are equal, any stem is as good as another. If one prefix is the other plus `difference`, a shared key
 * needs `difference + stem` and `stem` to begin alike, so the stem is a beginning of `difference` repeated. Only a few
 * extensions are possible for a stem. Each such source is tried.
 */
export function sharedKey(a: Naming, b: Naming, { outputNaming, uploadPrefix }: Keys): SharedKey | undefined {
  const [short, long] = a.outputPrefix.length > b.outputPrefix.length ? [b, a] : [a, b];
  if (a.bucket !== b.bucket || !long.outputPrefix.startsWith(short.outputPrefix)) return undefined;

  const difference = long.outputPrefix.slice(short.outputPrefix.length);
  for (const stem of stems(difference, uploadPrefix)) {
    for (const extension of extensions(difference, stem, keyEnd(short), keyEnd(long), uploadPrefix)) {
      const source = `${stem}${extension}`;
      const keys = outputKeys(source, short, outputNaming);
      const output = outputKeys(source, long, outputNaming).find((key) => keys.includes(key));
      const matchesFilter = source.startsWith(uploadPrefix) && !source.endsWith("/");
      if (output !== undefined && matchesFilter) return { source, output };
    }
  }
  return undefined;
}

/** One repetition beyond the upload prefix is enough: longer stems change nothing. */
function stems(difference: string, uploadPrefix: string): string[] {
  if (difference === "") return [`${uploadPrefix}a`];
  const longest = uploadPrefix.length + difference.length;
  const repeated = difference.repeat(Math.ceil(longest / difference.length));
  return Array.from({ length: longest }, (_, index) => repeated.slice(0, index + 1));
}

/** Returns candidates for the source's extension; the caller tries each, so a wrong one does no harm. */
function extensions(
  difference: string,
  stem: string,
  end: string,
  longEnd: string,
  uploadPrefix: string,
): string[] {
  const rotation = `${difference}${stem}`.slice(stem.length);
  const whole = `${rotation}${longEnd}`;
  return [
    ".png",
    "",
    uploadPrefix.slice(stem.length),
    // The stem follows the long prefix, and the whole key the short one.
    ...(whole.endsWith(end) ? [whole.slice(0, whole.length - end.length)] : []),
    // The whole key follows the long prefix, and the stem the short one.
    ...(end.startsWith(rotation) ? [end.slice(rotation.length, end.length - longEnd.length)] : []),
  ];
}

/** Returns the suffix and extension behind a source's key or stem. */
function keyEnd(rendition: Naming): string {
  const [key = ""] = outputKeys("a", { ...rendition, outputPrefix: "" }, "append");
  return key.slice(1);
}
