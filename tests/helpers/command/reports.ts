import type { PipelineFunction } from "../../../cli/report/function.ts";
import type { Values } from "../../../cli/report/metric-data.ts";
import type { Pipeline } from "../../../cli/report/pipelines.ts";
import { planRange } from "../../../cli/report/range.ts";
import { createReport, type Report } from "../../../cli/report/report.ts";

const now = Date.UTC(2026, 10, 27, 12) / 1000;
export const range = planRange(7 * 24 * 60 * 60, now);

export const deployed: PipelineFunction = {
  memoryMiB: 2048,
  architecture: "arm64",
  logGroup: "images-logs",
  deadLetterQueue: "images-dead-letters",
  settings: { outputNames: 2, isQueued: true, marksSources: false, renditions: [] },
};

export const pipeline: Pipeline = { name: "images", reasons: [], renditions: [], function: deployed };

export const worth = { transferDollarsPerGB: 0.09, viewsPerImage: 10, storageDollarsPerGB: 0.023 };

/** Holds a week's figures by the names of `reportQueries`, all on the range's first day. */
export const week: Record<string, number> = {
  compressed: 90_000,
  unchanged: 1_000,
  rejected: 500,
  failed: 2,
  errors: 12,
  deadLetters: 4,
  bytesIn: 270e9,
  bytesOut: 36e9,
  bytesSaved: 234e9,
  conflicts: 100,
  "reason not-an-image": 400,
  "reason corrupt": 100,
  "uploadToOutput p50": 1_500,
  "uploadToOutput p90": 4_000,
  "uploadToOutput p99": 90_000,
  "readDuration p50": 80,
  "compressDuration p50": 700,
  "writeDuration p50": 60.4,
  "sizeRatio p50": 13.3,
  looked: 91_500,
  wrote: 90_000,
  duration: 91_500_000,
  invocations: 91_500,
  logBytes: 110e6,
};

/** Returns the report of a pipeline with these figures. */
export function reportOf(
  figures: Record<string, number>,
  of = pipeline,
  notes: string[] = [],
  first = range.start,
): Report {
  const series = Object.entries(figures).map(([key, value]) => [key, new Map([[range.start, value]])]);
  return reportFrom(Object.fromEntries(series), of, notes, first);
}

/** Returns the report of a pipeline with these values in time. */
export function reportFrom(
  values: Record<string, Values>,
  of = pipeline,
  notes: string[] = [],
  first = range.start,
): Report {
  const firstImage = { time: first, notes: [] };
  return createReport(of, { values, notes }, { region: "eu-central-1", range, worth, firstImage });
}
