import { createHash } from "node:crypto";
import type { RenditionSettings } from "../../contract/settings.ts";

/** S3 allows 2 KB of user metadata in all, and only ASCII. */
const longestSourceKey = 1000;

/** What an output says of itself in its user metadata: the only state there is. */
export interface OutputMetadata {
  "source-bucket": string;
  "source-key": string;
  "source-etag": string;
  rendition: string;
  settings: string;
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
