import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Compressor } from "../compressor.ts";
import type { Options } from "../option-rules.ts";
import type { SourceBucket } from "../source-bucket.ts";
import { createDirect } from "./direct.ts";
import { createEventBridge } from "./eventbridge.ts";
import { createUploadQueue } from "./queue.ts";

/** The way on which events come to the function: what has to be there before the function, and then the connection. */
export interface Entrance {
  /** The queue that uploads wait in. */
  uploads?: aws.sqs.Queue;
  connect: (compressor: Compressor) => void;
}

export interface Ends {
  source: SourceBucket;
  deadLetters: aws.sqs.Queue;
}

const ways = { direct: createDirect, queue: createUploadQueue, eventbridge: createEventBridge };

/** Has the function called for every change of an object whose key is to be looked at. */
export function createEntrance(
  name: string,
  options: Options,
  ends: Ends,
  parent: pulumi.Resource,
): Entrance {
  return ways[options.ingestion](name, options, ends, parent);
}
