import type { Options } from "../options/rules-and-defaults.ts";

/** Names by which AWS knows the resources on the dashboard. */
export interface Shown {
  region: string;
  functionName: string;
  logGroupName: string;
  deadLetterQueueName: string;
  /** Exists with `ingestion: queue` only. */
  uploadQueueName: string | undefined;
  eventRuleNames: string[];
  buckets: string[];
  alarmArns: string[];
}

/** Options which decide its widgets and prices. */
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
> & { renditionNames: string[]; marksSources: boolean };
