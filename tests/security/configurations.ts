import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import type { Graph } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";

export const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const alarmEmails = ["ops@example.com"];
const days = { archiveOriginalsAfterDays: 30, expireOriginalsAfterDays: 90, expireRejectedAfterDays: 7 };
const append = { outputNaming: "append", mirrorDeletions: true } as const;

/** Pipelines with every kind of ingestion and every option with an effect on the role, by name. */
const configurations = {
  default: {},
  prefixes: {
    uploadPrefix: "in/v1.",
    outputPrefix: "out/",
    objectTags: { team: "photos" },
    renditions: [{ name: "thumbnail", outputPrefix: "thumbnails/" }],
    web: { format: "avif", outputPrefix: "web/" },
  },
  mirrored: { ...append, uploadPrefix: "in/", outputPrefix: "out/" },
  queue: { ingestion: "queue" },
  eventbridge: { ingestion: "eventbridge" },
  adopted: { sourceBucket: "adopted-source" },
  expiring: { ...days, uploadPrefix: "in/" },
  cdn: { cloudFrontAccess: true },
  told: { alarmEmails, alarmTopicArns: ["arn:aws:sns:eu-central-1:123456789012:on-call"] },
  key: { ...append, ingestion: "queue", kmsKeyArn: keyArn, alarmEmails },
} satisfies Record<string, ImageCompressionPipelineArgs>;

export type Configuration = keyof typeof configurations;

/** Configurations whose roles differ: recipients of alarms and readers of outputs do not concern the function. */
export const names = (Object.keys(configurations) as Configuration[]).filter(
  (name) => name !== "told" && name !== "cdn",
);

/** Evaluates a configuration; the names of all resources begin with its name. */
export function graphOf(name: Configuration): Promise<Graph> {
  return evaluatePipeline(configurations[name], name);
}
