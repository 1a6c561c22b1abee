/**
 * What AWS asks in us-east-1 without free tiers and reductions, in dollars (autumn 2026). The dashboard, `report` and `estimate`
 * reckon with them; docs/scale.md has the same with their steps.
 */
export const prices = {
  /** A GB-second of the function: https://aws.amazon.com/lambda/pricing/ */
  computeGBSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  invocation: 0.2e-6,
  /** https://aws.amazon.com/s3/pricing/ */
  put: 5e-6,
  /** A HEAD as well. */
  get: 0.4e-6,
  /** An event on its way to the function: of SQS a message sent, received and deleted, of EventBridge an event of S3. */
  ingestion: { direct: 0, queue: 1.2e-6, eventbridge: 1e-6 },
  /** A GB that CloudWatch Logs takes in: https://aws.amazon.com/cloudwatch/pricing/ */
  logGB: 0.5,
  /** A GB that Logs Insights looks through. */
  scannedGB: 0.005,
  /** A custom metric, a metric that an alarm watches, a composite alarm, a dashboard: each a month. */
  metric: 0.3,
  alarm: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  /** A key of a customer's own, a month: https://aws.amazon.com/kms/pricing/ */
  key: 1,
} as const;

/**
 * What the function asks of S3 by GET and HEAD, as `handler/reconcile/reconcile.ts` does: in each look of the source once, to have it, and of
 * each output once for each name that it may have; after writing of the source once more.
 */
export const reads = { look: 1, output: { replace: 2, append: 1 }, afterWriting: 1 } as const;

/** How many that are in so many rounds, of which some wrote. */
export function readsOf(rounds: number, wrote: number, outputNames: number): number {
  return rounds * (reads.look + outputNames) + wrote * reads.afterWriting;
}

/** Bytes of Lambda's own two lines in the log for an invocation that is traced. */
export const platformBytes = 680;

/** AWS bills by these: https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html */
export const bytesPerGB = 1024 ** 3;

/** The most that an option may say a byte is worth, or how often an output is looked at. */
export const mostWorth = 1_000_000;

/** What a byte that is saved is worth, unless the options say otherwise. */
export const savingDefaults = {
  /** Of S3 Standard; counted only where originals expire, since an output beside its original saves no storage. */
  storageDollarsPerGB: 0.023,
  /** From S3 to the internet. */
  transferDollarsPerGB: 0.09,
  /** How often an output is looked at in a month. */
  viewsPerImage: 1,
} as const;

/** Dollars for a GB of transfer and of storage, and how often an output is looked at in a month. */
export type Worth = Record<keyof typeof savingDefaults, number>;

/** What options say that a byte is worth: of storage nothing where originals stay, since outputs lie beside them. */
export function worthOf({
  storageDollarsPerGB,
  transferDollarsPerGB,
  viewsPerImage,
  expireOriginalsAfterDays,
}: Worth & { expireOriginalsAfterDays: number | undefined }): Worth {
  const stored = expireOriginalsAfterDays === undefined ? 0 : storageDollarsPerGB;
  return { transferDollarsPerGB, viewsPerImage, storageDollarsPerGB: stored };
}

/** What is saved in a month with each GB by which a month's outputs are smaller than their sources. */
export function dollarsPerGBSaved({
  storageDollarsPerGB,
  transferDollarsPerGB,
  viewsPerImage,
}: Worth): number {
  return transferDollarsPerGB * viewsPerImage + storageDollarsPerGB;
}

/** A month of 30 days, as AWS's own examples reckon. */
export const secondsPerMonth = 30 * 24 * 60 * 60;

/** What a month saves that goes as these seconds did, in which outputs were smaller than their sources by `bytes`. */
export function dollarsSavedPerMonth(bytes: number, seconds: number, worth: Worth): number {
  return ((bytes / bytesPerGB) * dollarsPerGBSaved(worth) * secondsPerMonth) / seconds;
}
