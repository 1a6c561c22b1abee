import { createHash } from "node:crypto";
import type { RenditionSettings } from "./settings.ts";

/** Changes whenever the output would change, its headers and tags included. */
export function settingsHash(rendition: RenditionSettings): string {
  const { name: _name, bucket: _bucket, objectTags = {}, ...recipe } = rendition;
  const canonical = [
    ...Object.entries(recipe),
    ...Object.entries(objectTags).map(([tag, value]) => [`tag ${tag}`, value]),
  ];
  return createHash("sha256").update(JSON.stringify(canonical.sort())).digest("hex").slice(0, 32);
}
