import type { Options } from "../options/option-rules.ts";

/** What the dashboard shows: the names that AWS knows it by. */
export interface Shown {
  region: string;
  functionName: string;
  logGroupName: string;
  deadLetterQueueName: string;
  /** The queue that uploads wait in, where there is one. */
  uploadQueueName: string | undefined;
  /** The rules of EventBridge that call the function. */
  eventRuleNames: string[];
  buckets: string[];
  alarmArns: string[];
}

/** The options that decide what it shows, and at which prices. */
export type ShownOptions = Pick<
  Options,
  | "architecture"
  | "memoryMiB"
  | "timeoutSeconds"
  | "ingestion"
  | "outputNaming"
  | "expireOriginalsAfterDays"
  | "storageDollarsPerGB"
  | "transferDollarsPerGB"
  | "viewsPerImage"
> & { renditionNames: string[] };
