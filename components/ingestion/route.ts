import type * as aws from "@pulumi/aws";
import type { SourceBucket } from "../buckets/source-bucket.ts";
import type { Compressor } from "../function/compressor.ts";

/** The way on which events come to the function: what has to be there before the function, and then the connection. */
export interface IngestionRoute {
  /** The queue that uploads wait in. */
  uploads?: aws.sqs.Queue;
  /** The rules of EventBridge that call the function. */
  rules?: aws.cloudwatch.EventRule[];
  connect: (compressor: Compressor) => void;
}

export interface RouteEnds {
  source: SourceBucket;
  deadLetters: aws.sqs.Queue;
}
