import { outputKeys } from "../../contract/output-keys.ts";
import type { OutputNaming } from "../../contract/settings.ts";
import type { PlannedRendition } from "../settings/renditions.ts";

type Naming = Pick<PlannedRendition, "bucket" | "format" | "outputPrefix" | "outputSuffix">;

interface Keys {
  outputNaming: OutputNaming;
  uploadPrefix: string;
}

/** A source, and a key that two renditions could both write for it. */
export interface SharedKey {
  source: string;
  output: string;
}

/**
 * A key that both renditions could write for one source, if there is any.
 *
 * Where one prefix is the other with `difference` behind it, only a source whose stem is a beginning of `difference`
 * repeated can have such a key, since `difference + stem` and `stem` begin alike; where the prefixes are equal, any stem
 * is as good as another. For a stem only a few extensions come into question. Each such source is tried.
 */
export function sharedKey(a: Naming, b: Naming, { outputNaming, uploadPrefix }: Keys): SharedKey | undefined {
  const [short, long] = a.outputPrefix.length > b.outputPrefix.length ? [b, a] : [a, b];
  if (a.bucket !== b.bucket || !long.outputPrefix.startsWith(short.outputPrefix)) return undefined;

  const difference = long.outputPrefix.slice(short.outputPrefix.length);
  for (const stem of stems(difference, uploadPrefix)) {
    for (const extension of extensions(difference, stem, ends(short), ends(long), uploadPrefix)) {
      const source = `${stem}${extension}`;
      const keys = outputKeys(source, short, outputNaming);
      const output = outputKeys(source, long, outputNaming).find((key) => keys.includes(key));
      const matchesFilter = source.startsWith(uploadPrefix) && !source.endsWith("/");
      if (output !== undefined && matchesFilter) return { source, output };
    }
  }
  return undefined;
}

/** Beyond the upload prefix a whole repetition changes nothing any more. */
function stems(difference: string, uploadPrefix: string): string[] {
  if (difference === "") return [`${uploadPrefix}a`];
  const longest = uploadPrefix.length + difference.length;
  const repeated = difference.repeat(Math.ceil(longest / difference.length));
  return Array.from({ length: longest }, (_, index) => repeated.slice(0, index + 1));
}

/** The extensions of a source with which a key of the one may equal one of the other; what is none, is found out by trying. */
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
    // The long prefix with the stem, and the short one with the whole key.
    ...(whole.endsWith(end) ? [whole.slice(0, whole.length - end.length)] : []),
    // The other way round.
    ...(end.startsWith(rotation) ? [end.slice(rotation.length, end.length - longEnd.length)] : []),
  ];
}

/** What follows a source's key or stem. */
function ends(rendition: Naming): string {
  const [key = ""] = outputKeys("a", { ...rendition, outputPrefix: "" }, "append");
  return key.slice(1);
}
