import { reasonDimension } from "../../contract/metrics.ts";
import { rejectionReasons } from "../../contract/rejection.ts";
import type { Shown } from "./dashboard-resources.ts";
import { ownMetricsBy } from "./metrics.ts";
import { logQueries } from "./queries.ts";
import { logTable, metricGraph, type Row, text } from "./widgets.ts";

const answer = `## What was refused, and why?
A rejected upload stays where it is, and trying again would end the same way. \`docs/rejections.md\` of image-compression-pipeline says of each reason what to do.`;

export function rejectionRows({ region, functionName, logGroupName }: Shown): Row[] {
  const metric = ownMetricsBy(functionName, reasonDimension);
  const byReason = metricGraph("Rejected, by reason", region, {
    stat: "Sum",
    stacked: true,
    metrics: rejectionReasons.map((reason) => metric("Rejected", reason, { label: reason })),
  });
  return [
    { height: 2, widgets: [text(answer)] },
    { height: 6, widgets: [byReason, logTable(region, logGroupName, logQueries.problems)] },
  ];
}
