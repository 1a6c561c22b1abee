import { metricNamespace, metricUnits } from "../../../contract/metrics.ts";
import type { Query } from "./queries.ts";

/** As CloudWatch publishes them. */
const serviceUnits: Record<string, string> = {
  "AWS/Lambda Duration": "Milliseconds",
  "AWS/Lambda AsyncEventAge": "Milliseconds",
  "AWS/Logs IncomingBytes": "Bytes",
  "AWS/S3 BucketSizeBytes": "Bytes",
  "AWS/SQS ApproximateAgeOfOldestMessage": "Seconds",
};

/** The unit of what a query answers; empty for an expression, of which CloudWatch knows none. */
export function unitOf(query: Query): string {
  if (!("metric" in query)) return "";
  const { namespace, name } = query.metric;
  if (query.statistic === "SampleCount") return "Count";
  if (namespace === metricNamespace) return (metricUnits as Record<string, string>)[name] ?? "";
  return serviceUnits[`${namespace} ${name}`] ?? "Count";
}
