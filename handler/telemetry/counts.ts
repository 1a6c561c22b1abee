import { type Metrics, reasonDimension, renditionDimension } from "../../contract/metrics.ts";
import type { Outcome } from "../../contract/outcome.ts";
import { defaultRendition } from "../../contract/settings.ts";
import type { Count } from "./embedded-metrics.ts";

/** What is counted of a look beside its outcomes: what it took, and when. */
interface Circumstances {
  measures: Metrics;
  timestamp: number;
  /** When the upload was, in milliseconds since the epoch, where the event says it. */
  changedAt: number | undefined;
}

/** What is counted of each outcome of one look at a source. What is true of the look is counted at one of them. */
export function countsOf(outcomes: Outcome[], circumstances: Circumstances): Count[][] {
  const carrier = ["compressed", "unchanged", "rejected", "stale", "deleted"]
    .flatMap((kind) => outcomes.find(({ outcome }) => outcome === kind) ?? [])
    .at(0);
  return outcomes.map((outcome, at) => {
    const metrics = {
      ...ownMetrics(outcome),
      ...(outcome === carrier && lookMetrics(outcome, circumstances)),
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

/** A look with rejections is one, and one of each reason, however many outputs are missing for it. */
function rejectionCounts(metrics: Metrics, reason: string, before: Outcome[]): Count[] {
  const earlier = before.filter((outcome) => outcome.outcome === "rejected");
  const isKnown = earlier.some((other) => other.reason === reason);
  return [
    { metrics: { ...(earlier.length === 0 && { Rejected: 1 }), ...metrics } },
    { metrics: isKnown ? {} : { Rejected: 1 }, by: { [reasonDimension]: reason } },
  ];
}

/** What is true of the source and of the look at it, whatever its renditions are. */
function lookMetrics(
  { outcome }: Outcome,
  { measures: { Conflicts = 0, MemoryUsed, ...durations }, timestamp, changedAt }: Circumstances,
): Metrics {
  const isImage = outcome !== "stale" && outcome !== "deleted";
  return {
    ...(outcome === "compressed" && {
      ...durations,
      // A clock that is behind that of S3 must not give less than nothing.
      ...(changedAt !== undefined && { UploadToOutput: Math.max(0, timestamp - changedAt) }),
    }),
    ...(Conflicts > 0 && { Conflicts }),
    // Shares of images are reckoned from the number of its values.
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
        // Who saves by the pipeline reads its own output in the place of the source, not all its renditions.
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
