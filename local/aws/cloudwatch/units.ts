import type { Query } from "./queries.ts";

/** Units of custom metrics by namespace and name. */
export type CustomUnits = Record<string, Record<string, string>>;

/** Units of the metrics published by AWS's services. */
const serviceUnits: Record<string, string> = {
  "AWS/Lambda Duration": "Milliseconds",
  "AWS/Lambda AsyncEventAge": "Milliseconds",
  "AWS/Logs IncomingBytes": "Bytes",
  "AWS/S3 BucketSizeBytes": "Bytes",
  "AWS/SQS ApproximateAgeOfOldestMessage": "Seconds",
};

/** Returns the unit of a query's values. It is empty for an expression, where CloudWatch knows none. */
export function unitOf(query: Query, customUnits: CustomUnits): string {
  if (!("metric" in query)) return "";
  const { namespace, name } = query.metric;
  if (query.statistic === "SampleCount") return "Count";
  const custom = customUnits[namespace];
  if (custom !== undefined) return custom[name] ?? "";
  return serviceUnits[`${namespace} ${name}`] ?? "Count";
}
