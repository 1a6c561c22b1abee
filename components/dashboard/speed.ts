import type { Shown, ShownOptions } from "./dashboard-resources.ts";
import { lambdaMetrics, ownMetrics, percentiles } from "./metrics.ts";
import { type Content, metricGraph, type Row, text } from "./widgets.ts";

const answer = `## How fast is it?
p50 is what the typical image takes, p99 the slowest of a hundred. Compressing takes most of the time: more \`memoryMiB\` brings more processor, \`effort: fast\` asks for less of it.`;

export function speedRows(shown: Shown, options: ShownOptions): Row[] {
  const graphs = [durations(shown, options), work(shown), concurrency(shown), memory(shown, options)];
  return [
    { height: 2, widgets: [text(answer)] },
    { height: 6, widgets: graphs },
  ];
}

function durations({ region, functionName }: Shown, { timeoutSeconds }: ShownOptions): Content {
  const metric = lambdaMetrics(functionName);
  return metricGraph("Duration of an invocation", region, {
    stat: "p50",
    metrics: [
      ...percentiles((options) => metric("Duration", options)),
      metric("Duration", { stat: "Maximum", label: "longest" }),
    ],
    annotations: { horizontal: [{ label: "timeout", value: timeoutSeconds * 1000 }] },
  });
}

function work({ region, functionName }: Shown): Content {
  const metric = ownMetrics(functionName);
  return metricGraph("Work on the average image", region, {
    stat: "Average",
    stacked: true,
    metrics: [metric("ReadDuration"), metric("CompressDuration"), metric("WriteDuration")],
  });
}

function concurrency({ region, functionName }: Shown): Content {
  return metricGraph("Images at once", region, {
    stat: "Maximum",
    metrics: [lambdaMetrics(functionName)("ConcurrentExecutions")],
  });
}

function memory({ region, functionName }: Shown, { memoryMiB }: ShownOptions): Content {
  const metric = ownMetrics(functionName);
  return metricGraph("Memory", region, {
    stat: "Maximum",
    metrics: [metric("MemoryUsed", { label: "most" }), metric("MemoryUsed", { stat: "p50", label: "p50" })],
    annotations: { horizontal: [{ label: "memoryMiB", value: memoryMiB }] },
  });
}
