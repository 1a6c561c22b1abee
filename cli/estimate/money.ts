import { ruleCount } from "../../components/ingestion/event-pattern.ts";
import type { Options } from "../../components/options/rules-and-defaults.ts";
import { alwaysWatched, type FixedCosts, fixedCosts } from "../../contract/fixed-costs.ts";
import {
  bytesPerGB,
  dollarsSavedPerMonth,
  marking,
  platformBytes,
  prices,
  reads,
  readsOf,
  secondsPerMonth,
  tracesOf,
  viewsThatPay,
  type Worth,
  worthOf,
} from "../../contract/prices.ts";
import type { Settings } from "../../contract/settings.ts";
import { outcomeLines } from "../../handler/telemetry/log.ts";
import { sum } from "../terminal/amounts.ts";

/** Estimates a month in dollars, at AWS's list prices for us-east-1. */
export interface Money {
  uploads: number;
  costs: Costs & FixedCosts & { total: number };
  saved: number;
  /** Is the number of views of each image in a month from which on `saved` is more than the costs; `null` is never. */
  paysFromViews: number | null;
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
  traces: number;
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
  const marked = settings.markSources ? made : 0;
  const costs: Costs = {
    compute: made * gigabyteSeconds * prices.computeGBSecond[architecture],
    invocations: uploads * prices.invocation,
    writes: (made * settings.renditions.length + marked * marking.writes) * prices.put,
    reads: (readsOf(uploads, uploads, outputNames) + marked * marking.reads) * prices.get,
    events: uploads * prices.ingestion[ingestion],
    logs: ((uploads * logBytes(mean, settings)) / bytesPerGB) * prices.logGB,
    traces: tracesOf(uploads) * prices.trace,
  };
  const fixed = fixedCostsOf(options, settings);
  const total = sum([...Object.values(costs), ...Object.values(fixed)]);
  const worth = worthOf(options);
  const {
    bytesIn,
    bytesOut: [own = bytesIn],
  } = mean;
  const bytesSaved = made * (bytesIn - own);
  return {
    uploads,
    costs: { ...costs, ...fixed, total },
    saved: dollarsSavedPerMonth(bytesSaved, secondsPerMonth, worth),
    paysFromViews: viewsThatPay(total, bytesSaved, worth),
    worth,
  };
}

function fixedCostsOf(options: Options, { renditions }: Settings): FixedCosts {
  const { ingestion, alarmEmails, kmsKeyArn } = options;
  const ofIngestion = { direct: 0, queue: 1, eventbridge: ruleCount(options) };
  return fixedCosts({
    renditions: renditions.length,
    watchedMetrics: alwaysWatched + ofIngestion[ingestion],
    hasKey: alarmEmails.length > 0 && kmsKeyArn === undefined,
  });
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
