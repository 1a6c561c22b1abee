/**
 * AWS charges these dollars in us-east-1, without free tiers and reductions (autumn 2026). The dashboard, `report` and `estimate`
 * calculate with them; docs/scale.md has the same with their steps.
 */
export const prices = {
  /** By architecture: https://aws.amazon.com/lambda/pricing/ */
  computeGBSecond: { arm64: 0.0000133334, x86_64: 0.0000166667 },
  invocation: 0.2e-6,
  /** https://aws.amazon.com/s3/pricing/ */
  put: 5e-6,
  /** A HEAD costs the same. */
  get: 0.4e-6,
  /** SQS charges for a message sent, received and deleted, EventBridge for an event of S3. */
  ingestion: { direct: 0, queue: 1.2e-6, eventbridge: 1e-6 },
  /** CloudWatch Logs, by GB ingested: https://aws.amazon.com/cloudwatch/pricing/ */
  logGB: 0.5,
  scannedGB: 0.005,
  /** A recorded trace: https://aws.amazon.com/xray/pricing/ */
  trace: 5e-6,
  /** Prices from here on are by month. https://aws.amazon.com/about-aws/whats-new/2025/03/amazon-s3-reduces-pricing-object-tagging */
  objectTag: 0.65e-6,
  /** An alarm is charged for each metric it watches. */
  metric: 0.3,
  alarm: 0.1,
  compositeAlarm: 0.5,
  dashboard: 3,
  /** A customer managed key: https://aws.amazon.com/kms/pricing/ */
  key: 1,
} as const;

/**
 * Counts the GETs and HEADs of `handler/reconcile/reconcile.ts`: each round gets the source once and heads every name an output may
 * have; after writing it heads the source once more.
 */
export const reads = { source: 1, output: { replace: 2, append: 1 }, afterWriting: 1 } as const;

/** `wrote` is the number of rounds with a write. */
export function readsOf(rounds: number, wrote: number, outputNames: number): number {
  return rounds * (reads.source + outputNames) + wrote * reads.afterWriting;
}

/**
 * X-Ray records one invocation a second and this share of the others:
 * https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html
 */
export const sampledShare = 0.05;

/** Returns the traces of a month with so many invocations, spread evenly. */
export function tracesOf(invocations: number): number {
  const first = Math.min(invocations, secondsPerMonth);
  return first + sampledShare * (invocations - first);
}

/** A marked source adds these requests once, after its outputs stand: its tags are read, and written. */
export const marking = { reads: 1, writes: 1 } as const;

/** Lambda logs two lines of its own for a traced invocation, of this many bytes together. */
export const platformBytes = 680;

/** AWS bills by binary gigabytes: https://docs.aws.amazon.com/AmazonS3/latest/userguide/aws-usage-report-understand.html */
export const bytesPerGB = 1024 ** 3;

/** The upper bound of each option in `savingDefaults`. */
export const mostWorth = 1_000_000;

export const savingDefaults = {
  /** S3 Standard; counted only where originals expire, since an output beside its original saves no storage. */
  storageDollarsPerGB: 0.023,
  /** S3 to the internet. */
  transferDollarsPerGB: 0.09,
  /** Views of an output in a month. */
  viewsPerImage: 1,
} as const;

export type Worth = Record<keyof typeof savingDefaults, number>;

/** Storage is worth nothing where originals stay, since outputs lie beside them. */
export function worthOf({
  storageDollarsPerGB,
  transferDollarsPerGB,
  viewsPerImage,
  expireOriginalsAfterDays,
}: Worth & { expireOriginalsAfterDays: number | undefined }): Worth {
  const stored = expireOriginalsAfterDays === undefined ? 0 : storageDollarsPerGB;
  return { transferDollarsPerGB, viewsPerImage, storageDollarsPerGB: stored };
}

/** Returns a month's savings for each GB by which its outputs are smaller than their sources. */
export function dollarsPerGBSaved({
  storageDollarsPerGB,
  transferDollarsPerGB,
  viewsPerImage,
}: Worth): number {
  return transferDollarsPerGB * viewsPerImage + storageDollarsPerGB;
}

/** AWS's own examples calculate with a month of 30 days. */
export const secondsPerMonth = 30 * 24 * 60 * 60;

/**
 * Returns the views of each image in a month from which on a month's savings are its costs, when outputs of the month are smaller
 * than their sources by `bytes`; `null` where no number of views suffices.
 */
export function viewsThatPay(
  costs: number,
  bytes: number,
  { storageDollarsPerGB, transferDollarsPerGB }: Worth,
): number | null {
  const missing = costs - (bytes / bytesPerGB) * storageDollarsPerGB;
  if (missing <= 0) return 0;
  const ofOneView = (bytes / bytesPerGB) * transferDollarsPerGB;
  return ofOneView > 0 ? missing / ofOneView : null;
}

/** Extrapolates to a month: in `seconds`, outputs were smaller than their sources by `bytes`. */
export function dollarsSavedPerMonth(bytes: number, seconds: number, worth: Worth): number {
  return ((bytes / bytesPerGB) * dollarsPerGBSaved(worth) * secondsPerMonth) / seconds;
}
