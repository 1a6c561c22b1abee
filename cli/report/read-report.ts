import type { Worth } from "../../contract/prices.ts";
import { type ConnectionOptions, connectToMetrics } from "../aws/connection.ts";
import { withProgress } from "../terminal/progress.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { findFirstImage } from "./first-image.ts";
import { readMetricData } from "./metric-data.ts";
import { choosePipeline } from "./pipelines.ts";
import { reportQueries } from "./queries.ts";
import { planRange } from "./range.ts";
import { createReport, type Report } from "./report.ts";

export interface ReportOptions extends ConnectionOptions, Worth {
  pipeline?: string;
  /** Counts seconds back from now. */
  since: number;
}

/**
 * Reads a pipeline's metrics, with progress on `stderr`, and computes the report.
 *
 * @throws {AwsFailure} When AWS refuses a call or is not reached, or `signal` ends it.
 * @throws {UsageError} When there is no such pipeline.
 */
export async function readReport(
  options: ReportOptions,
  { stderr }: Pick<Terminal, "stderr">,
  signal: AbortSignal,
): Promise<Report> {
  let say: (note: string) => void = (note) => void stderr.write(`${note}\n`);
  const connection = await connectToMetrics(options, { signal, onBusy: () => say("waiting for AWS") });
  const pipeline = await choosePipeline(connection, options.pipeline);
  const range = planRange(options.since, Math.floor(Date.now() / 1000));
  const queries = reportQueries(pipeline);
  const count = Object.keys(queries).length;
  const data = await withProgress(stderr, "Reading metrics", count, (advance, sayBesideBar) => {
    say = sayBesideBar;
    return readMetricData(connection, queries, range, advance);
  });
  const firstImage = await findFirstImage(connection, pipeline.name, range.now);
  return createReport(pipeline, data, { region: connection.region, range, worth: options, firstImage });
}
