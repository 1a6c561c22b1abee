import { renditionDimension } from "../../contract/metrics.ts";
import { price } from "../../contract/money.ts";
import { bytesPerGB, dollarsPerGBSaved, secondsPerMonth, worthOf } from "../../contract/prices.ts";
import type { Shown, ShownOptions } from "./dashboard-resources.ts";
import { decimal } from "./maths.ts";
import { ownMetrics, ownMetricsBy, percentiles } from "./metrics.ts";
import { type Content, type Metric, metricGraph, numbers, type Row, text } from "./widgets.ts";

const day = 24 * 60 * 60;

export function savingRows(shown: Shown, options: ShownOptions): Row[] {
  return [
    { height: 3, widgets: [text(answer(options))] },
    { height: 3, widgets: [saved(shown, options)] },
    { height: 6, widgets: [inAndOut(shown), ratios(shown), ...byRendition(shown, options)] },
    { height: 6, widgets: storage(shown) },
  ];
}

function answer({
  transferDollarsPerGB,
  viewsPerImage,
  storageDollarsPerGB,
  expireOriginalsAfterDays,
}: ShownOptions): string {
  const onStorage =
    expireOriginalsAfterDays === undefined
      ? "On storage nothing is saved, since originals stay beside their outputs"
      : `Storage saves ${price(storageDollarsPerGB)} a GB and month (\`storageDollarsPerGB\`), since originals expire`;
  return `## What does it save?
The numbers hold for the time shown, the dollars as if a whole month went like it: each output is sent ${times(viewsPerImage)} a month (\`viewsPerImage\`) at ${price(transferDollarsPerGB)} a GB (\`transferDollarsPerGB\`). ${onStorage}. Only the pipeline's own output counts, not its further renditions; less than nothing is saved where outputs are larger than their sources.`;
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function saved({ region, functionName }: Shown, options: ShownOptions): Content {
  const metric = ownMetrics(functionName);
  const dollars = `saved / ${bytesPerGB} * ${decimal(dollarsPerGBSaved(worthOf(options)))}`;
  return numbers("Saved", region, {
    stat: "Sum",
    metrics: [
      metric("BytesSaved", { id: "saved", label: "bytes" }),
      metric("BytesIn", { id: "read", visible: false }),
      [{ expression: "100 * saved / read", label: "% of what was uploaded", id: "percent" }],
      [{ expression: `${dollars} * ${secondsPerMonth} / PERIOD(saved)`, label: "$ a month", id: "dollars" }],
    ],
  });
}

function inAndOut({ region, functionName }: Shown): Content {
  const metric = ownMetrics(functionName);
  return metricGraph("Bytes of sources and of all their outputs", region, {
    stat: "Sum",
    metrics: [metric("BytesIn"), metric("BytesOut")],
  });
}

function ratios({ region, functionName }: Shown): Content {
  const metric = ownMetrics(functionName);
  return metricGraph("Size of an output, in % of its source", region, {
    stat: "p50",
    metrics: percentiles((options) => metric("SizeRatio", options)),
  });
}

function byRendition({ region, functionName }: Shown, { renditionNames }: ShownOptions): Content[] {
  if (renditionNames.length < 2) return [];
  const metric = ownMetricsBy(functionName, renditionDimension);
  const metrics = renditionNames.map((name) => metric("BytesOut", name, { label: name }));
  return [metricGraph("Bytes of outputs, by rendition", region, { stat: "Sum", stacked: true, metrics })];
}

/** S3 measures its buckets once a day, so a graph of the dashboard's one day would show little. */
function storage({ region, buckets }: Shown): Content[] {
  const each = (name: string, storageType: string) =>
    buckets.map((bucket): Metric => {
      return ["AWS/S3", name, "BucketName", bucket, "StorageType", storageType, { label: bucket }];
    });
  const daily = { stat: "Average", period: day, start: "-P14D" };
  return [
    metricGraph("Objects stored, in two weeks", region, {
      ...daily,
      metrics: each("NumberOfObjects", "AllStorageTypes"),
    }),
    metricGraph("Bytes stored in S3 Standard, in two weeks", region, {
      ...daily,
      metrics: each("BucketSizeBytes", "StandardStorage"),
    }),
  ];
}
