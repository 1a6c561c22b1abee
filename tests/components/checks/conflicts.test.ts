import test from "ava";
import { problems } from "../../helpers/graph/problems.ts";

const conflicts: [title: string, args: Record<string, unknown>, message: string][] = [
  [
    "a source must fit into half of the memory",
    { maxBytes: 67_108_865, memoryMiB: 128 },
    "`maxBytes` must be at most half of `memoryMiB`, which is 67108864 bytes; received 67108865",
  ],
  [
    "originals cannot expire on the day that they are archived",
    { archiveOriginalsAfterDays: 30, expireOriginalsAfterDays: 30 },
    "`expireOriginalsAfterDays` must be more than `archiveOriginalsAfterDays`, which is 30; received 30",
  ],
  [
    "`manageNotifications` is refused for the pipeline's own bucket",
    { manageNotifications: true },
    "`manageNotifications` needs `sourceBucket`: the notifications of a bucket that the pipeline makes are always its own; received true",
  ],
  [
    "the topic of the addresses is one of an alarm's five actions",
    {
      alarmEmails: ["ops@example.com"],
      alarmTopicArns: [1, 2, 3, 4, 5].map((name) => `arn:aws:sns:eu-west-1:123456789012:${name}`),
    },
    "`alarmTopicArns` must be at most 4 with `alarmEmails`, whose topic is one of the 5 actions that an alarm can have; received 5",
  ],
  [
    "a price of storage is refused while originals stay",
    { storageDollarsPerGB: 0.01 },
    "`storageDollarsPerGB` needs `expireOriginalsAfterDays`: an output beside an original that stays saves no storage; received 0.01",
  ],
  [
    "only a queue can hold uploads back",
    { maximumConcurrency: 5 },
    '`maximumConcurrency` needs `ingestion: "queue"`, since only a queue can wait; with "direct" use `reservedConcurrency`; received 5',
  ],
  [
    "Lambda must not receive more than the function may work on",
    { ingestion: "queue", maximumConcurrency: 6, reservedConcurrency: 5 },
    "`maximumConcurrency` must be at most `reservedConcurrency`, which is 5: what Lambda throttles beyond it loses one of its five attempts each time; received 6",
  ],
  [
    "deletions are mirrored only where one source has one name",
    { mirrorDeletions: true },
    '`mirrorDeletions` needs `outputNaming: "append"`: with "replace" two sources can want one name, and a deletion could take the output of the other one; received true',
  ],
  [
    "an original that expires leaves its outputs, which mirrored deletions would not",
    { mirrorDeletions: true, outputNaming: "append", expireOriginalsAfterDays: 9 },
    "`mirrorDeletions` and `expireOriginalsAfterDays` must not be set together: outputs of originals that expire stay, and with mirrored deletions the next event of such a key would delete them; received true and 9",
  ],
  [
    "an output that CloudFront could not read is refused",
    {
      cloudFrontAccess: true,
      uploadPrefix: "pipeline/",
      web: { outputPrefix: ".image-compression-" },
    },
    '`cloudFrontAccess` leaves `.image-compression-pipeline/` out, which is for the pipeline\'s own files, and `web` would be written there: change `outputPrefix` or `uploadPrefix`; received ".image-compression-pipeline/"',
  ],
  [
    "all suffixes must fit into the pattern of EventBridge's rule",
    {
      ingestion: "eventbridge",
      uploadSuffixes: Array.from({ length: 9 }, (_, index) => `${"a".repeat(200)}${index}`),
    },
    "`uploadSuffixes` must be fewer or shorter: EventBridge takes at most 2048 characters for the pattern of a rule, which has suffixes with the `uploadPrefix`, in lower and in upper case; received 4040",
  ],
  [
    "with a prefix the suffixes must fit into EventBridge's rules",
    {
      ingestion: "eventbridge",
      uploadPrefix: "in/",
      uploadSuffixes: Array.from({ length: 19 }, (_, index) => `.${index + 10}`),
    },
    '`uploadSuffixes` must be at most 18 beside an `uploadPrefix` with `ingestion: "eventbridge"`, whose rules take two each; received 19',
  ],
];

for (const [title, args, message] of conflicts) {
  test(title, async (t) => {
    const [received = "", ...others] = await problems(args);

    t.is(received.slice(-message.length), message);
    t.deepEqual(others, []);
  });
}

test("settings beyond what a function's environment holds name the longest option", async (t) => {
  const objectTags = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`${"k".repeat(120)}${index}`, "v".repeat(256)]),
  );

  const [message = "", ...others] = await problems({ objectTags, cacheControl: "c".repeat(250) });

  t.regex(message, /^`objectTags` must be shorter: .* at most 4096 bytes .*; received 4\d{3}$/);
  t.deepEqual(others, []);
});
