import type * as pulumi from "@pulumi/pulumi";
import { type MetricName, metricNamespace, pipelineDimension } from "../../contract/metrics.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import type { Alarms, MetricStatistic } from "./create-alarm.ts";
import { longestWaitMinutes } from "./longest-wait.ts";

/** Memory use from this share on is too close to the limit. */
const nearMemory = 0.9;

/** Minutes beyond the timeout for S3, a cold start and the first of Lambda's retries. */
const deliveryMinutes = 1;

/** A share of fewer images says nothing: one bad image of two is half. */
const fewestImages = 20;

/** From this percent of rejected images on the uploads are at fault, not single files. */
const unusualRejections = 25;

/** Below this percent of saved bytes the pipeline is not worth its cost. */
const collapsedSavings = 10;

type OwnMetric = (metricName: MetricName, stat: string) => MetricStatistic;

/** Watches the images by the function's own metrics. */
export function imageAlarms(functionName: pulumi.Output<string>, options: Options): Alarms {
  const dimensions = { [pipelineDimension]: functionName };
  const metric: OwnMetric = (metricName, stat) => {
    return { namespace: metricNamespace, dimensions, metricName, stat };
  };
  return {
    memory: memoryAlarm(metric("MemoryUsed", "Maximum"), options),
    "upload-to-output": uploadToOutputAlarm(metric("UploadToOutput", "p90"), options),
    rejections: rejectionsAlarm(metric),
    savings: savingsAlarm(metric),
  };
}

function memoryAlarm(measure: MetricStatistic, { memoryMiB }: Options): Alarms[string] {
  return {
    measure,
    comparison: "at least",
    threshold: Math.floor(memoryMiB * nearMemory),
    periodSeconds: 300,
    periods: [1, 1],
    description: `An image took 90 % of the ${memoryMiB} MiB that the function has; past them Lambda ends it, and its event is tried again. Raise memoryMiB, or lower maxPixels.`,
    isPaging: false,
  };
}

/** An output this late failed before or waited, in a queue for longer than the queue is meant for. */
function uploadToOutputAlarm(
  measure: MetricStatistic,
  { timeoutSeconds, ingestion }: Options,
): Alarms[string] {
  const waiting = ingestion === "queue" ? longestWaitMinutes(timeoutSeconds) : deliveryMinutes;
  const seconds = waiting * 60 + timeoutSeconds;
  return {
    measure,
    comparison: "at least",
    threshold: seconds * 1000,
    periodSeconds: 300,
    periods: [2, 3],
    description: `One output in ten comes ${seconds} seconds or more after its upload: events wait, or fail at first. After a redrive that is to be expected.`,
    isPaging: true,
  };
}

function rejectionsAlarm(metric: OwnMetric): Alarms[string] {
  return {
    measure: {
      // Each reconciled key reports its memory once, whatever its outcome and renditions.
      metrics: { rejected: metric("Rejected", "Sum"), images: metric("MemoryUsed", "SampleCount") },
      expression: `IF(images >= ${fewestImages}, 100 * rejected / images, 0)`,
      label: "percent of images rejected",
    },
    comparison: "at least",
    threshold: unusualRejections,
    periodSeconds: 3600,
    periods: [1, 1],
    description: `Of at least ${fewestImages} images in an hour ${unusualRejections} % or more were rejected. They have no output; their originals are where they were. The field reason of the lines with message "rejected" says why.`,
    isPaging: false,
  };
}

function savingsAlarm(metric: OwnMetric): Alarms[string] {
  return {
    measure: {
      metrics: {
        saved: metric("BytesSaved", "Sum"),
        source: metric("BytesIn", "Sum"),
        images: metric("BytesIn", "SampleCount"),
      },
      expression: `IF(images >= ${fewestImages}, 100 * saved / source, 100)`,
      label: "percent of bytes saved",
    },
    comparison: "below",
    threshold: collapsedSavings,
    periodSeconds: 6 * 3600,
    // A batch of small sources is over sooner than a lasting change.
    periods: [2, 4],
    description: `In two of the last four times six hours, of at least ${fewestImages} images each, outputs were less than ${collapsedSavings} % smaller than their sources. Either uploads are small already, or quality, scale and format save nothing.`,
    isPaging: false,
  };
}
