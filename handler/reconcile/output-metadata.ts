import { createHash } from "node:crypto";
import type { RenditionSettings } from "../../contract/settings.ts";
import { settingsHash } from "../../contract/settings-hash.ts";

/** S3 allows 2 KB of user metadata in all, and only ASCII. */
const longestSourceKey = 1000;

/** The pipeline's only state: each output describes itself in its user metadata. */
export interface OutputMetadata {
  "source-bucket": string;
  "source-key": string;
  "source-etag": string;
  rendition: string;
  settings: string;
}

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

/** Percent-encodes the key, since metadata is ASCII, or hashes a longer one. Only a hash contains a `:`. */
function encodedSourceKey(key: string): string {
  const encoded = encodeURIComponent(key);
  if (encoded.length <= longestSourceKey) return encoded;
  return `sha256:${createHash("sha256").update(key).digest("hex")}`;
}
