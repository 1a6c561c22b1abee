import type { Options } from "../../components/options/rules-and-defaults.ts";
import {
  bytesPerGB,
  dollarsSavedPerMonth,
  platformBytes,
  prices,
  reads,
  readsOf,
  secondsPerMonth,
  type Worth,
  worthOf,
} from "../../contract/prices.ts";
import type { Settings } from "../../contract/settings.ts";
import { outcomeLines } from "../../handler/telemetry/log.ts";
import { sum } from "../terminal/amounts.ts";

/** Estimates a month in dollars, at AWS's list prices for us-east-1. */
export interface Money {
  uploads: number;
  costs: Costs & { total: number };
  saved: number;
  /** Holds the assumptions behind `saved`. */
  worth: Worth;
}

interface Costs {
  compute: number;
  invocations: number;
  writes: number;
  reads: number;
  events: number;
  logs: number;
}

/**
 * Averages the images with outputs. Rejected ones cost little and save nothing, so only their number counts.
 */
export interface Mean {
  /** Is the share of images not rejected, from 0 to 1. */
  share: number;
  milliseconds: number;
  bytesIn: number;
  /** Lists the bytes of each rendition, the pipeline's own first. */
  bytesOut: number[];
}

/** Estimates a month of uploads like `mean`, with Lambda as fast as this machine. */
export function estimateMoney(uploads: number, mean: Mean, options: Options, settings: Settings): Money {
  const { memoryMiB, architecture, ingestion } = options;
  const gigabyteSeconds = (mean.milliseconds / 1000) * (memoryMiB / 1024);
  const outputNames = settings.renditions.length * reads.output[settings.outputNaming];
  const made = uploads * mean.share;
  const costs: Costs = {
    compute: made * gigabyteSeconds * prices.computeGBSecond[architecture],
    invocations: uploads * prices.invocation,
    writes: made * settings.renditions.length * prices.put,
    reads: readsOf(uploads, uploads, outputNames) * prices.get,
    events: uploads * prices.ingestion[ingestion],
    logs: ((uploads * logBytes(mean, settings)) / bytesPerGB) * prices.logGB,
  };
  const worth = worthOf(options);
  const {
    bytesIn,
    bytesOut: [own = bytesIn],
  } = mean;
  return {
    uploads,
    costs: { ...costs, total: sum(Object.values(costs)) },
    saved: dollarsSavedPerMonth(made * (bytesIn - own), secondsPerMonth, worth),
    worth,
  };
}

/** Returns the bytes the function logs for an upload with a name of common length. */
function logBytes({ bytesIn, bytesOut, milliseconds }: Mean, { renditions }: Settings): number {
  const key = "x".repeat(40);
  const outcomes = renditions.map(({ name }, at) => ({
    rendition: name,
    outcome: "compressed" as const,
    outputs: [key],
    collision: false,
    bytesIn: Math.round(bytesIn),
    bytesOut: Math.round(bytesOut[at] ?? 0),
    width: 1000,
    height: 1000,
  }));
  const duration = Math.round(milliseconds);
  const measures = {
    ReadDuration: duration,
    CompressDuration: duration,
    WriteDuration: duration,
    MemoryUsed: 100,
  };
  const context = {
    pipeline: key,
    requestId: crypto.randomUUID(),
    timestamp: Date.now(),
    key,
    milliseconds: duration,
  };
  const lines = outcomeLines({ outcomes, measures }, context, context.timestamp);
  return platformBytes + sum(lines.map((line) => Buffer.byteLength(line) + 1));
}
