import type { Rejection } from "../../contract/rejection.ts";
import type { Limits } from "../../contract/settings.ts";

/** Rejects a source with too many bytes before any of them is read. */
export function exceedsBytes(length: number, limits: Limits): Rejection | undefined {
  if (length <= limits.maxBytes) return undefined;
  return { reason: "too-many-bytes", detail: `${length} bytes, more than maxBytes ${limits.maxBytes}` };
}
