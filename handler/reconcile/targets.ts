import { createHash } from "node:crypto";
import type { OutputNaming, RenditionSettings } from "../../contract/settings.ts";

/** What an output says of itself in its user metadata: the only state there is. */
export interface OutputMetadata {
  "source-bucket": string;
  "source-key": string;
  "source-etag": string;
  rendition: string;
  settings: string;
}

/** An object as a HEAD saw it. */
export interface Head {
  etag: string;
  metadata: Record<string, string>;
}

/** A name that a source may use, and what is there. */
export interface Name {
  key: string;
  head: Head | undefined;
}

/** A PUT that only succeeds when nobody changed the name since its HEAD. */
export interface Target {
  key: string;
  /** The ETag that must still be there; `undefined` when nothing may be there. */
  replaces: string | undefined;
}

/** A DELETE that only succeeds when nobody changed the name since its HEAD. */
export interface Doomed {
  key: string;
  etag: string;
}

/** S3's limit on a key, in bytes of UTF-8. */
const longestKey = 1024;

/** S3 allows 2 KB of user metadata in all, and only ASCII. */
const longestSourceKey = 1000;

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

/** The metadata of an output made from `etag` of the source. */
export function outputMetadata(
  sourceBucket: string,
  sourceKey: string,
  etag: string,
  rendition: RenditionSettings,
): OutputMetadata {
  return {
    "source-bucket": sourceBucket,
    "source-key": encodedSourceKey(sourceKey),
    "source-etag": etag,
    rendition: rendition.name,
    settings: settingsHash(rendition),
  };
}

/** Percent-encoded, since metadata is ASCII, or a hash where that is too long; a `:` is never in the first form. */
function encodedSourceKey(key: string): string {
  const encoded = encodeURIComponent(key);
  if (encoded.length <= longestSourceKey) return encoded;
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}

/** Differs whenever an output would come out differently, its headers and tags included. */
function settingsHash(rendition: RenditionSettings): string {
  const { name: _name, bucket: _bucket, objectTags = {}, ...recipe } = rendition;
  const canonical = [
    ...Object.entries(recipe),
    ...Object.entries(objectTags).map(([tag, value]) => [`tag ${tag}`, value]),
  ];
  return createHash("sha256").update(JSON.stringify(canonical.sort())).digest("hex").slice(0, 32);
}

/** The names among `names` that belong to the source and rendition of `wanted`. */
export function ownNames(names: Name[], wanted: OutputMetadata): Name[] {
  const identity = ["source-bucket", "source-key", "rendition"] as const;
  return names.filter(
    ({ head }) => head !== undefined && identity.every((field) => head.metadata[field] === wanted[field]),
  );
}

/** What to delete so that a source has no output of this rendition. */
export function planDeletions(names: Name[], wanted: OutputMetadata): Doomed[] {
  return ownNames(names, wanted).flatMap(({ key, head }) =>
    head === undefined ? [] : { key, etag: head.etag },
  );
}

/**
 * What to write so that a source's outputs agree with it: every name it owns, or else the first free one, unless it was
 * made from this very source with these settings. `undefined` when every name belongs to somebody else.
 */
export function planTargets(names: Name[], wanted: OutputMetadata): Target[] | undefined {
  const own = ownNames(names, wanted);
  const free = names.find(({ head }) => head === undefined);
  if (own.length === 0) return free && [{ key: free.key, replaces: undefined }];
  return own
    .filter(
      ({ head }) =>
        head?.metadata["source-etag"] !== wanted["source-etag"] || head.metadata.settings !== wanted.settings,
    )
    .map(({ key, head }) => ({ key, replaces: head?.etag }));
}
