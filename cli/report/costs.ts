import { bytesPerGB, marking, prices, readsOf } from "../../contract/prices.ts";
import type { PipelineFunction } from "./function.ts";
import type { used } from "./queries.ts";

/** Counts what AWS charges for; `null` where CloudWatch has no figure. */
export type Usage = Record<(typeof used)[number] | "conflicts" | "compressed", number | null>;

/** Estimates dollars at AWS's list prices for us-east-1; `null` where the usage is unknown. */
export interface Costs {
  compute: number | null;
  invocations: number | null;
  writes: number | null;
  reads: number | null;
  logs: number | null;
  /** Is the cost of SQS; 0 where events do not pass through it. */
  queue: number | null;
  total: number | null;
  perMillionImages: number | null;
}

/** Nothing measures requests to S3; they are counted as `handler/reconcile/reconcile.ts` makes them. */
export function estimateCosts(usage: Usage, pipelineFunction: PipelineFunction | undefined): Costs {
  const { looked, conflicts, wrote, compressed } = usage;
  const isSeen = looked !== null || compressed !== null;
  const settings = pipelineFunction?.settings;
  const marked = settings?.marksSources ? (wrote ?? 0) : 0;
  const known = {
    compute: computeDollars(usage.duration, pipelineFunction),
    invocations: times(usage.invocations, prices.invocation),
    writes: isSeen ? ((compressed ?? 0) + marked * marking.writes) * prices.put : null,
    reads:
      looked === null || settings === undefined
        ? null
        : readsOf(looked + (conflicts ?? 0), wrote ?? 0, settings.outputNames) * prices.get +
          marked * marking.reads * prices.get,
    logs: times(usage.logBytes, prices.logGB / bytesPerGB),
    queue: queueDollars(usage.invocations, settings?.isQueued),
  };
  const total = Object.values(known).reduce(
    (sum, part) => (sum === null || part === null ? null : sum + part),
    0,
  );
  return { ...known, total, perMillionImages: total === null || !looked ? null : (total / looked) * 1e6 };
}

function computeDollars(
  milliseconds: number | null,
  pipelineFunction: PipelineFunction | undefined,
): number | null {
  if (pipelineFunction === undefined) return null;
  const { memoryMiB, architecture } = pipelineFunction;
  return times(milliseconds, (memoryMiB / 1024 / 1000) * prices.computeGBSecond[architecture]);
}

function queueDollars(invocations: number | null, isQueued: boolean | undefined): number | null {
  if (isQueued === undefined) return null;
  return isQueued ? times(invocations, prices.ingestion.queue) : 0;
}

function times(amount: number | null, price: number): number | null {
  return amount === null ? null : amount * price;
}
