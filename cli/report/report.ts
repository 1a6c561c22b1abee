import type { Worth } from "../../contract/prices.ts";
import { sum } from "../terminal/amounts.ts";
import { type Costs, estimateCosts } from "./costs.ts";
import type { FirstImage } from "./first-image.ts";
import type { PipelineFunction } from "./function.ts";
import type { MetricData, Values } from "./metric-data.ts";
import type { Pipeline } from "./pipelines.ts";
import {
  type Figure,
  figureNames,
  percentiles,
  reasonPrefix,
  renditionPrefix,
  type Spread,
  spread,
  used,
} from "./queries.ts";
import { minute, periodsOf, type Range } from "./range.ts";
import { estimateSavings, type Savings } from "./savings.ts";

export type Figures = Record<Figure, number | null>;
export type Percentiles = Record<(typeof percentiles)[number], number | null>;

/** Describes a pipeline's work; `--json` prints it unchanged. `null` means CloudWatch has no value. */
export interface Report extends Figures {
  pipeline: string;
  region: string;
  since: string;
  until: string;
  periodSeconds: number;
  /** Counts the tries at a source: those with an outcome, and `failedTries`. */
  looked: number | null;
  /** Is at least so many: some of the function's own count and of Lambda's errors are the same tries. */
  failedTries: number | null;
  /** Is a share of the compressed sources' bytes. */
  savedPercent: number | null;
  rejections: Record<string, number>;
  /** Sums the bytes written for each rendition, where sources have several. */
  renditions: Record<string, number>;
  /** Holds milliseconds, and for `sizeRatio` percent of the source's bytes. */
  percentiles: Record<Spread, Percentiles>;
  /** Is when CloudWatch first saw an image, at the earliest 455 days ago. */
  firstImage: string | null;
  savings: Savings;
  cost: Costs & Partial<Pick<PipelineFunction, "memoryMiB" | "architecture">>;
  periods: ({ start: string } & Figures)[];
  /** Explains why some figures are too low. */
  notes: string[];
}

interface Asked {
  region: string;
  range: Range;
  worth: Worth;
  firstImage: FirstImage;
}

/** Computes a report from CloudWatch's answers to the `reportQueries` of a pipeline. */
export function createReport(
  { name, function: deployed }: Pipeline,
  { values, notes }: MetricData<string>,
  { region, range, worth, firstImage }: Asked,
): Report {
  const total = (key: string) => totalOf(values[key]);
  const figures = { ...figuresOf(total), deadLetters: mostOf(values.deadLetters) };
  const usage = Object.fromEntries(used.map((key) => [key, total(key)])) as Record<
    (typeof used)[number],
    number | null
  >;
  return {
    pipeline: name,
    region,
    since: iso(range.start),
    until: iso(range.now),
    periodSeconds: range.periodSeconds,
    looked: added(usage.looked, failedTriesOf(figures)),
    ...figures,
    failedTries: failedTriesOf(figures),
    savedPercent: percentOf(figures.bytesSaved, figures.bytesIn),
    rejections: totalsByPrefix(reasonPrefix, values),
    renditions: totalsByPrefix(renditionPrefix, values),
    percentiles: allPercentiles(values),
    firstImage: firstImage.time === undefined ? null : iso(firstImage.time),
    savings: estimateSavings(figures.bytesSaved, secondsInUse(range, firstImage), worth),
    cost: {
      ...estimateCosts({ ...figures, ...usage }, deployed),
      ...(deployed && { memoryMiB: deployed.memoryMiB, architecture: deployed.architecture }),
    },
    periods: periodsOf(range).map((start) => ({
      start: iso(start),
      ...figuresOf((key) => values[key]?.get(start) ?? null),
    })),
    notes: [...new Set([...notes, ...firstImage.notes])],
  };
}

/** Leaves out the time before the first image, when nothing could be saved. */
function secondsInUse({ start, now }: Range, { time = start }: FirstImage): number {
  return Math.max(minute, now - Math.max(start, time));
}

function figuresOf(value: (key: string) => number | null): Figures {
  return Object.fromEntries(figureNames.map((key) => [key, value(key)])) as Figures;
}

/**
 * Returns the tries that failed. Lambda counts each event that failed, whoever ended the try; the function counts each key, and with
 * a queue a last try of which Lambda hears nothing.
 */
export function failedTriesOf({ failed, errors }: Pick<Figures, "failed" | "errors">): number | null {
  return failed === null && errors === null ? null : Math.max(failed ?? 0, errors ?? 0);
}

function added(a: number | null, b: number | null): number | null {
  return a === null && b === null ? null : (a ?? 0) + (b ?? 0);
}

function allPercentiles(values: MetricData<string>["values"]): Record<Spread, Percentiles> {
  // A period as long as the range has one value.
  const value = (key: string) => values[key]?.values().next().value ?? null;
  const of = (key: string) => Object.fromEntries(percentiles.map((each) => [each, value(`${key} ${each}`)]));
  return Object.fromEntries(Object.keys(spread).map((key) => [key, of(key)])) as Record<Spread, Percentiles>;
}

/** Sums each series with the prefix, and leaves out series without a value. */
function totalsByPrefix(prefix: string, values: MetricData<string>["values"]): Record<string, number> {
  const found = Object.entries(values).flatMap(([key, series]): [string, number][] => {
    const total = key.startsWith(prefix) ? totalOf(series) : null;
    return total === null ? [] : [[key.slice(prefix.length), total]];
  });
  return Object.fromEntries(found.sort(([, a], [, b]) => b - a));
}

function totalOf(series: Values | undefined): number | null {
  if (series === undefined || series.size === 0) return null;
  return sum([...series.values()]);
}

function mostOf(series: Values | undefined): number | null {
  return series === undefined || series.size === 0 ? null : Math.max(...series.values());
}

function percentOf(part: number | null, whole: number | null): number | null {
  return part === null || !whole ? null : (100 * part) / whole;
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
