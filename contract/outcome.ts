import type { Rejection } from "./rejection.ts";

/**
 * Tells the result for one rendition. `stale` outputs stay although they no longer show the source; `deleted` ones went with it. The
 * source of an `unmarkable` one has no room for our tag.
 */
export type Outcome = { rendition: string; unmarkable?: true } & (
  | {
      outcome: "compressed";
      outputs: string[];
      collision: boolean;
      bytesIn: number;
      bytesOut: number;
      width: number;
      height: number;
    }
  | { outcome: "unchanged" | "absent" }
  | ({ outcome: "rejected"; stale: string[]; deleted: string[] } & Rejection)
  | { outcome: "stale"; stale: string[] }
  | { outcome: "deleted"; deleted: string[] }
);

/** Names a part of an event with nothing to reconcile, and the reason. */
export interface Ignored {
  key?: string;
  reason: "s3:TestEvent" | "folder-marker" | "other-detail-type";
  detail?: string;
}
