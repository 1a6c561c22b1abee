import type * as pulumi from "@pulumi/pulumi";
import { type MetricName, metricNamespace, pipelineDimension } from "../../contract/metrics.ts";
import type { Options } from "../options/option-rules.ts";
import type { Alarms, Measured } from "./alarm.ts";
import { longestWaitMinutes } from "./waiting.ts";

/** The share of the memory past which an image is near the end of it. */
const nearMemory = 0.9;

/** What S3 and a cold start may take, and the first of Lambda's retries, in minutes beyond the timeout. */
const deliveryMinutes = 1;

/** Fewer images than this say nothing of a share: one bad image of two is half. */
const fewestImages = 20;

/** The percent of images refused past which something is wrong with the uploads, and not with some files among them. */
const unusualRejections = 25;

/** The percent of bytes saved below which the pipeline is not worth its cost. */
const collapsedSavings = 10;

/** What becomes of images, by the function's own metrics. */
export function imageAlarms(functionName: pulumi.Output<string>, options: Options): Alarms {
  const metric = (metricName: MetricName, stat: string): Measured => {
    return {
      namespace: metricNamespace,
      dimensions: { [pipelineDimension]: functionName },
      metricName,
      stat,
    };
  };
  return {
    memory: memoryAlarm(metric("MemoryUsed", "Maximum"), options),
    "upload-to-output": uploadToOutputAlarm(metric("UploadToOutput", "p90"), options),
    rejections: {
      of: {
        // Each look says its memory once, whatever came of it and however many renditions there are.
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
    },
    savings: {
      of: {
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
      // A batch of sources that are small already is over sooner than what has changed for good.
      periods: [2, 4],
      description: `In two of the last four times six hours, of at least ${fewestImages} images each, outputs were less than ${collapsedSavings} % smaller than their sources. Either uploads are small already, or quality, scale and format save nothing.`,
      isPaging: false,
    },
  };
}

function memoryAlarm(of: Measured, { memoryMiB }: Options): Alarms[string] {
  return {
    of,
    comparison: "at least",
    threshold: Math.floor(memoryMiB * nearMemory),
    periodSeconds: 300,
    periods: [1, 1],
    description: `An image took 90 % of the ${memoryMiB} MiB that the function has; past them Lambda ends it, and its event is tried again. Raise memoryMiB, or lower maxPixels.`,
    isPaging: false,
  };
}

/** Past this an image did not come through as it should: it failed before, or it waited, in a queue for longer than it is made for. */
function uploadToOutputAlarm(of: Measured, { timeoutSeconds, ingestion }: Options): Alarms[string] {
  const waiting = ingestion === "queue" ? longestWaitMinutes(timeoutSeconds) : deliveryMinutes;
  const seconds = waiting * 60 + timeoutSeconds;
  return {
    of,
    comparison: "at least",
    threshold: seconds * 1000,
    periodSeconds: 300,
    periods: [2, 3],
    description: `One output in ten comes ${seconds} seconds or more after its upload: events wait, or fail at first. After a redrive that is to be expected.`,
    isPaging: true,
  };
}
