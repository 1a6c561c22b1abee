import { type Metrics, reasonDimension, renditionDimension } from "../../contract/metrics.ts";
import type { Outcome } from "../../contract/outcome.ts";
import { defaultRendition } from "../../contract/settings.ts";
import type { Count } from "./embedded-metrics.ts";

interface KeyWork {
  measures: Metrics;
  timestamp: number;
  /** The time of the upload, in milliseconds since the epoch, where the event has it. */
  changedAt: number | undefined;
}

/** Counts each outcome of one reconciled key. Metrics of the key as a whole go with one of its outcomes. */
export function countsOf(outcomes: Outcome[], work: KeyWork): Count[][] {
  const carrier = ["compressed", "unchanged", "rejected", "stale", "deleted"]
    .flatMap((kind) => outcomes.find(({ outcome }) => outcome === kind) ?? [])
    .at(0);
  return outcomes.map((outcome, at) => {
    const metrics = {
      ...ownMetrics(outcome),
      ...(outcome === carrier && keyMetrics(outcome, work)),
    };
    if (outcome.outcome === "rejected")
      return rejectionCounts(metrics, outcome.reason, outcomes.slice(0, at));
    const hasSiblings = outcome.outcome === "compressed" && outcomes.length > 1;
    if (!hasSiblings) return [{ metrics }];
    return [
      { metrics },
      { metrics: { BytesOut: outcome.bytesOut }, by: { [renditionDimension]: outcome.rendition } },
    ];
  });
}

/** Counts a key with rejections once, and once for each reason, however many outputs are missing. */
function rejectionCounts(metrics: Metrics, reason: string, before: Outcome[]): Count[] {
  const earlier = before.filter((outcome) => outcome.outcome === "rejected");
  const isKnown = earlier.some((other) => other.reason === reason);
  return [
    { metrics: { ...(earlier.length === 0 && { Rejected: 1 }), ...metrics } },
    { metrics: isKnown ? {} : { Rejected: 1 }, by: { [reasonDimension]: reason } },
  ];
}

function keyMetrics(
  { outcome, unmarkable }: Outcome,
  { measures: { Conflicts = 0, MemoryUsed, ...durations }, timestamp, changedAt }: KeyWork,
): Metrics {
  const isImage = outcome !== "stale" && outcome !== "deleted";
  return {
    ...(outcome === "compressed" && {
      ...durations,
      // A clock behind S3's must not give a negative time.
      ...(changedAt !== undefined && { UploadToOutput: Math.max(0, timestamp - changedAt) }),
    }),
    ...(Conflicts > 0 && { Conflicts }),
    ...(unmarkable && { Unmarkable: 1 }),
    // Shares of images are calculated from the number of its values.
    ...(isImage && MemoryUsed !== undefined && { MemoryUsed }),
  };
}

function ownMetrics(outcome: Outcome): Metrics {
  switch (outcome.outcome) {
    case "compressed": {
      const { rendition, bytesIn, bytesOut, collision } = outcome;
      return {
        Compressed: 1,
        BytesOut: bytesOut,
        // Savings compare the source with the output read in its place, not with all renditions.
        ...(rendition === defaultRendition && {
          BytesIn: bytesIn,
          BytesSaved: bytesIn - bytesOut,
          SizeRatio: Math.round((1000 * bytesOut) / bytesIn) / 10,
        }),
        ...(collision && { Collisions: 1 }),
      };
    }
    case "unchanged":
      return { Unchanged: 1 };
    case "rejected": {
      const { stale, deleted } = outcome;
      return {
        ...(stale.length > 0 && { Stale: stale.length }),
        ...(deleted.length > 0 && { Deleted: deleted.length }),
      };
    }
    case "deleted":
      return { Deleted: outcome.deleted.length };
    case "stale":
      return { Stale: outcome.stale.length };
    case "absent":
      return {};
  }
}
