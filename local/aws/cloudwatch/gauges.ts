import type { Storage } from "../s3/storage/storage.ts";
import type { Queues } from "../sqs/queues.ts";
import type { Metric, MetricStore, Point } from "./metric-store.ts";

/** Sources of gauges: values measured at a moment, unlike counted events. */
export interface Measured {
  queues: Pick<Queues, "all">;
  storage: Pick<Storage, "usage">;
}

const minuteMs = 60_000;

/** Returns a function to measure now. Storage, the slowest, is measured once a minute. */
export function createGauges(
  { queues, storage }: Measured,
  store: Pick<MetricStore, "set">,
  now: () => number,
): () => void {
  let storageMinute = Number.NaN;
  return () => {
    const time = now();
    const minute = Math.floor(time / minuteMs);
    store.set([
      ...queuePoints(queues, time),
      ...(minute === storageMinute ? [] : storagePoints(storage, time)),
    ]);
    storageMinute = minute;
  };
}

/** SQS publishes these every minute. */
function queuePoints(queues: Pick<Queues, "all">, timestamp: number): Point[] {
  return queues.all.flatMap((queue) => {
    const { visible, invisible } = queue.counts();
    const ageMs = timestamp - (queue.oldestSent() ?? timestamp);
    const values = {
      ApproximateNumberOfMessagesVisible: visible,
      ApproximateNumberOfMessagesNotVisible: invisible,
      ApproximateAgeOfOldestMessage: Math.max(0, Math.floor(ageMs / 1000)),
    };
    const dimensions = { QueueName: queue.definition.name };
    return Object.entries(values).map(([name, value]) => {
      return { metric: { namespace: "AWS/SQS", name, dimensions }, timestamp, value };
    });
  });
}

/** S3 measures these once a day, dated to the day's start. Here they are updated all day. */
function storagePoints(storage: Pick<Storage, "usage">, now: number): Point[] {
  const timestamp = new Date(now).setUTCHours(0, 0, 0, 0);
  const metric = (BucketName: string, name: string, StorageType: string): Metric => {
    return { namespace: "AWS/S3", name, dimensions: { BucketName, StorageType } };
  };
  return storage.usage().flatMap(({ bucket, objects, bytes }) => [
    { metric: metric(bucket, "NumberOfObjects", "AllStorageTypes"), timestamp, value: objects },
    { metric: metric(bucket, "BucketSizeBytes", "StandardStorage"), timestamp, value: bytes },
  ]);
}
