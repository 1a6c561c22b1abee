import type { ImageCompressionPipelineArgs } from "../../components/index.ts";

type OptionName = keyof ImageCompressionPipelineArgs;

export interface OptionChange {
  /** The options before the change, where the option cannot stand alone; default: none. */
  beside?: ImageCompressionPipelineArgs;
  /** The option changed, from its default. */
  to: ImageCompressionPipelineArgs;
  /** Children updated in place, by their names without the component's. */
  updates: string[];
  /** Children created anew before the old ones are deleted. */
  replaces?: string[];
  /** Children only with the option. */
  creates?: string[];
  /** Children only without the option. */
  deletes?: string[];
}

/** A bucket, a topic and a key of another owner. */
export const existing = {
  bucket: "photos",
  topicArn: "arn:aws:sns:eu-central-1:123456789012:on-call",
  keyArn: "arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
};

/** Alarms with the topic as their action, if there is one. */
const tellingAlarms = [
  "duration-alarm",
  "errors-alarm",
  "memory-alarm",
  "paging-alarm",
  "rejections-alarm",
  "savings-alarm",
];

/** Changed by rules of the lifecycle that go by a mark, which the function alone may set. */
const marking = ["compressor", "compressor-role-policy", "dashboard", "source-lifecycle", "source-policy"];

/** The effect of each option, changed alone in a running stack. */
export const optionChanges: Record<OptionName, OptionChange> = {
  quality: { to: { quality: 60 }, updates: ["compressor"] },
  scale: { to: { scale: 0.5 }, updates: ["compressor"] },
  maxDimension: { to: { maxDimension: 2048 }, updates: ["compressor"] },
  format: { to: { format: "webp" }, updates: ["compressor"] },
  background: { to: { background: "#000000" }, updates: ["compressor"] },
  metadata: { to: { metadata: "copyright" }, updates: ["compressor"] },
  effort: { to: { effort: "smallest" }, updates: ["compressor"] },
  outputPrefix: { to: { outputPrefix: "small/" }, updates: ["compressor", "compressor-role-policy"] },
  outputSuffix: { to: { outputSuffix: "-small" }, updates: ["compressor"] },
  objectTags: { to: { objectTags: { team: "web" } }, updates: ["compressor", "compressor-role-policy"] },
  cacheControl: { to: { cacheControl: "max-age=86400" }, updates: ["compressor"] },
  renditions: {
    to: { renditions: [{ name: "thumbnail", maxDimension: 256, outputPrefix: "thumbnails/" }] },
    updates: ["compressor", "compressor-role-policy", "dashboard"],
  },
  web: {
    to: { web: { format: "webp", quality: 40 } },
    updates: ["compressor", "compressor-role-policy", "dashboard"],
    creates: ["web", "web-encryption", "web-lifecycle", "web-ownership", "web-policy", "web-public-access"],
  },
  uploadPrefix: {
    to: { uploadPrefix: "uploads/" },
    updates: ["compressor-role-policy", "source-notification"],
  },
  uploadSuffixes: { to: { uploadSuffixes: [".png", ".jpg"] }, updates: ["source-notification"] },
  sourceBucket: {
    to: { sourceBucket: existing.bucket },
    updates: ["compressor", "compressor-role-policy", "dashboard", "dead-letters-policy", "paging-alarm"],
    creates: [
      "compressor-event-permission",
      "failed-invocations-alarm",
      "upload-events",
      "upload-events-target",
    ],
    deletes: [
      "compressor-upload-permission",
      "source",
      "source-encryption",
      "source-lifecycle",
      "source-notification",
      "source-ownership",
      "source-policy",
      "source-public-access",
      "source-versioning",
    ],
  },
  manageNotifications: {
    beside: { sourceBucket: existing.bucket },
    to: { manageNotifications: true },
    updates: [],
    creates: ["source-notification"],
  },
  uploadOrigins: {
    to: { uploadOrigins: ["https://www.example.com"] },
    updates: [],
    creates: ["source-cors"],
  },
  ingestion: {
    to: { ingestion: "queue" },
    updates: [
      "compressor",
      "compressor-role-policy",
      "dashboard",
      "errors-alarm",
      "paging-alarm",
      "source-notification",
      "throttles-alarm",
      "upload-to-output-alarm",
    ],
    creates: ["compressor-uploads", "dead-letters-redrive", "queue-age-alarm", "uploads", "uploads-policy"],
    deletes: ["compressor-upload-permission"],
  },
  maximumConcurrency: {
    beside: { ingestion: "queue" },
    to: { maximumConcurrency: 10 },
    updates: ["compressor-uploads"],
  },
  outputNaming: { to: { outputNaming: "append" }, updates: ["compressor", "dashboard"] },
  cloudFrontAccess: { to: { cloudFrontAccess: true }, updates: ["output-policy"] },
  mirrorDeletions: {
    to: { mirrorDeletions: true, outputNaming: "append" },
    updates: ["compressor", "compressor-role-policy", "dashboard", "source-notification"],
  },
  maxPixels: { to: { maxPixels: 50_000_000 }, updates: ["compressor"] },
  maxBytes: { to: { maxBytes: 10_000_000 }, updates: ["compressor"] },
  maxFrames: { to: { maxFrames: 100 }, updates: ["compressor"] },
  memoryMiB: { to: { memoryMiB: 3008 }, updates: ["compressor", "dashboard", "memory-alarm"] },
  timeoutSeconds: {
    to: { timeoutSeconds: 120 },
    updates: ["compressor", "dashboard", "duration-alarm", "upload-to-output-alarm"],
  },
  architecture: { to: { architecture: "x86_64" }, updates: ["compressor", "dashboard"], replaces: ["sharp"] },
  reservedConcurrency: { to: { reservedConcurrency: 20 }, updates: ["compressor"] },
  logRetentionDays: { to: { logRetentionDays: 365 }, updates: ["compressor-logs"] },
  archiveOriginalsAfterDays: {
    to: { archiveOriginalsAfterDays: 30 },
    updates: marking,
  },
  expireOriginalsAfterDays: {
    to: { expireOriginalsAfterDays: 365 },
    updates: marking,
  },
  expireRejectedAfterDays: { to: { expireRejectedAfterDays: 7 }, updates: marking },
  expireNoncurrentAfterDays: { to: { expireNoncurrentAfterDays: 90 }, updates: ["source-lifecycle"] },
  alarmEmails: {
    to: { alarmEmails: ["ops@example.com"] },
    updates: tellingAlarms,
    creates: ["alarm-key", "alarm-topic", "alarm-topic-af3c82544f64", "alarm-topic-policy"],
  },
  alarmTopicArns: { to: { alarmTopicArns: [existing.topicArn] }, updates: tellingAlarms },
  transferDollarsPerGB: { to: { transferDollarsPerGB: 0.05 }, updates: ["dashboard"] },
  viewsPerImage: { to: { viewsPerImage: 10 }, updates: ["dashboard"] },
  storageDollarsPerGB: {
    beside: { expireOriginalsAfterDays: 365 },
    to: { storageDollarsPerGB: 0.0125 },
    updates: ["dashboard"],
  },
  kmsKeyArn: {
    to: { kmsKeyArn: existing.keyArn },
    updates: [
      "compressor",
      "compressor-logs",
      "compressor-role-policy",
      "dead-letters",
      "output-encryption",
      "source-encryption",
    ],
  },
  tags: {
    to: { tags: { team: "web" } },
    updates: [
      "compressor",
      "compressor-logs",
      "compressor-role",
      "dead-letters",
      "dead-letters-alarm",
      "duration-alarm",
      "errors-alarm",
      "memory-alarm",
      "output",
      "paging-alarm",
      "rejections-alarm",
      "savings-alarm",
      "source",
      "throttles-alarm",
      "upload-to-output-alarm",
    ],
  },
};

/** All options, in two parts: an adopted bucket and mirrored deletions exclude some of the others. */
export const allOptions = {
  "every-option": together(
    (option) => !["sourceBucket", "manageNotifications", "mirrorDeletions"].includes(option),
  ),
  "existing-bucket": together((option) =>
    ["sourceBucket", "manageNotifications", "outputNaming", "mirrorDeletions", "kmsKeyArn"].includes(option),
  ),
};

function together(isWanted: (option: string) => boolean): ImageCompressionPipelineArgs {
  const changes = Object.entries(optionChanges).filter(([option]) => isWanted(option));
  return Object.assign({}, ...changes.map(([, { to }]) => to));
}
