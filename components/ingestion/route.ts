import type * as aws from "@pulumi/aws";
import type { SourceBucket } from "../buckets/source-bucket.ts";
import type { Compressor } from "../function/compressor.ts";

/** A way for events to reach the function: resources it needs first, then the connection to it. */
export interface IngestionRoute {
  /** Exists with `ingestion: queue` only. */
  uploads?: aws.sqs.Queue;
  /** Exist with `ingestion: eventbridge` only. */
  rules?: aws.cloudwatch.EventRule[];
  connect: (compressor: Compressor) => void;
}

export interface RouteEnds {
  source: SourceBucket;
  deadLetters: aws.sqs.Queue;
}
