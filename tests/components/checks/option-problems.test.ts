import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { problems } from "../../helpers/graph/problems.ts";

const safe = "letters, digits and ! _ . ' ( ) / -";
const ofTags = "letters, digits, spaces and _ . : / = + - @";
const tagKey = `a tag whose key has 1 to 128 ${ofTags}, and does not begin with "aws:"`;
const tagValue = `a text of up to 256 ${ofTags}`;
const prefix = `up to 256 ${safe}, and must not begin with "/"`;
const periods =
  "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";

/** The rule of each option, and some refused values. */
const refused: [option: string, allowed: string, values: unknown[]][] = [
  ["quality", "an integer from 1 to 100", [0, 101, 1.5, "80", null, Number.NaN, true]],
  ["scale", "a number above 0 and at most 1", [0, -1, 1.01, "abc", Number.NaN, Number.POSITIVE_INFINITY]],
  ["maxDimension", "an integer from 1 to 16,383", [0, 16_384, 100.5]],
  ["format", 'one of "jpeg", "webp", "avif", "png"', ["jpg", "JPEG", 1]],
  ["metadata", 'one of "strip", "copyright", "keep", "keepWithGps"', ["none", true]],
  ["effort", 'one of "fast", "balanced", "smallest"', ["slow", 6]],
  ["background", 'a colour as "#rrggbb"', ["white", "#fff", "#ffffff\n"]],
  [
    "uploadPrefix",
    prefix,
    ["/uploads/", "a*", "a b", "ü", "$" + "{aws:username}", "a\n", "a".repeat(257), 7],
  ],
  [
    "uploadSuffixes",
    `a list of up to 50 suffixes, each of 1 to 256 ${safe}`,
    [".png", [""], [".p?g"], [7], Array.from({ length: 51 }, (_, index) => `.${index}`)],
  ],
  [
    "sourceBucket",
    "the name of a bucket, 3 to 63 lower-case letters, digits, . and -, with a letter or digit at both ends",
    ["Photos", "ab", "a".repeat(64), "photos-", "a..b", "192.168.1.1", "a b", "", 7, null],
  ],
  ["manageNotifications", "true or false", ["true", 1]],
  [
    "uploadOrigins",
    'a list of up to 100 origins, each "https://" and a host in lower case, or "http://localhost", with or without a port',
    [
      "https://a.example",
      ["http://a.example"],
      ["https://a.example/"],
      ["https://A.example"],
      ["null"],
      Array(101).fill("https://a.example"),
    ],
  ],
  ["ingestion", 'one of "direct", "queue", "eventbridge"', ["sqs", true]],
  ["maximumConcurrency", "an integer from 2 to 1,000", [1, 1001, 2.5]],
  ["outputNaming", 'one of "replace", "append"', ["Replace", ""]],
  ["cloudFrontAccess", "true or false", ["yes", 1]],
  ["mirrorDeletions", "true or false", ["yes", 0]],
  ["outputPrefix", prefix, ["/out", "a*", "a?"]],
  ["outputSuffix", `up to 256 ${safe}`, ["@2x", "a".repeat(257), 2]],
  [
    "objectTags",
    "a map of up to 10 tags",
    [
      "a=b",
      ["a"],
      pulumi.output({ a: "b" }),
      Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`tag${index}`, "b"])),
    ],
  ],
  [
    "cacheControl",
    "1 to 256 printable ASCII characters without a space at either end",
    ["", " a", "a\r\nb", "ü", "a".repeat(257)],
  ],
  ["maxPixels", "an integer from 1 to 268,402,689", [0, 268_402_690]],
  ["maxBytes", "an integer from 1 to 5,368,709,120", [0, 5_368_709_121]],
  ["maxFrames", "an integer from 1 to 100,000", [0, 100_001]],
  ["memoryMiB", "an integer from 128 to 10,240", [127, 10_241]],
  ["timeoutSeconds", "an integer from 1 to 900", [0, 901]],
  ["architecture", 'one of "arm64", "x86_64"', ["x64", "amd64"]],
  ["reservedConcurrency", "an integer of at least 1", [0, -1, 1.5]],
  ["logRetentionDays", periods, [0, 2, 31]],
  ["archiveOriginalsAfterDays", "an integer from 1 to 36,500", [0, 36_501]],
  ["expireOriginalsAfterDays", "an integer from 1 to 36,500", [0, 36_501]],
  ["expireRejectedAfterDays", "an integer from 1 to 36,500", [0, 36_501]],
  ["expireNoncurrentAfterDays", "an integer from 1 to 36,500", [0, 36_501]],
  [
    "alarmEmails",
    "a list of up to 10 e-mail addresses",
    [
      "a@example.com",
      ["a@b"],
      ["@example.com"],
      ["a b@example.com"],
      ["a..b@example.com"],
      [".a@example.com"],
      ["a.@example.com"],
      ["a@example.com\n"],
      ["a@-example.com"],
      [`${"a".repeat(65)}@example.com`],
      [`a@${"a.".repeat(126)}com`],
      [pulumi.output("a@example.com")],
      Array.from({ length: 11 }, (_, index) => `${index}@example.com`),
    ],
  ],
  [
    "alarmTopicArns",
    "a list of up to 5 ARNs of SNS topics, each arn:<partition>:sns:<region>:<account>:<name>",
    [
      "arn:aws:sns:eu-west-1:123456789012:a",
      ["a"],
      ["arn:aws:sqs:eu-west-1:123456789012:a"],
      ["arn:aws:sns:eu-west-1:123456789012:a:0a1b"],
      [7],
      Array.from({ length: 6 }, (_, index) => `arn:aws:sns:eu-west-1:123456789012:${index}`),
    ],
  ],
  ["transferDollarsPerGB", "a number from 0 to 1,000,000", [-0.01, "0.09", Number.NaN, 1e200]],
  ["viewsPerImage", "a number from 0 to 1,000,000", [-1, 1_000_000.5, true]],
  ["storageDollarsPerGB", "a number from 0 to 1,000,000", [-1, null]],
  ["renditions", "a list of up to 10 renditions", ["a", { name: "a" }, Array(11).fill({}), null]],
  ["web", "a map of a rendition's fields", ["a", [], true]],
  [
    "kmsKeyArn",
    "the ARN of a KMS key, arn:<partition>:kms:<region>:<account>:key/<id>",
    ["1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws:s3:::photos", "arn:aws:kms:eu-west-1:1:key/a", "", 7],
  ],
  ["tags", "a map of up to 50 tags", ["a"]],
];

for (const [option, allowed, values] of refused) {
  test(`${option} must be ${allowed.slice(0, 60)}`, async (t) => {
    for (const value of values) {
      const [message = "", ...others] = await problems({ [option]: value });

      t.true(message.startsWith(`\`${option}\` must be ${allowed}; received `), message);
      t.deepEqual(others, []);
    }
  });
}

const wrongTags: [tags: Record<string, unknown>, path: string, allowed: string, shown: string][] = [
  [{ good: "b", "": "b" }, '[""]', tagKey, '"b"'],
  [{ "aws:a": "b" }, ".aws:a", tagKey, '"b"'],
  [{ "a.b": "<c>" }, '["a.b"]', tagValue, '"<c>"'],
  [{ a: 7, good: "" }, ".a", tagValue, "7"],
  [{ a: null }, ".a", tagValue, "null"],
  [{ a: "b".repeat(257) }, ".a", tagValue, `"${"b".repeat(199)}…`],
];

for (const [tags, path, allowed, shown] of wrongTags) {
  test(`a wrong tag is told by its key: ${JSON.stringify(tags).slice(0, 40)}`, async (t) => {
    const messages = await problems({ tags, objectTags: tags });

    t.deepEqual(
      messages,
      ["tags", "objectTags"].map((option) => `\`${option}${path}\` must be ${allowed}; received ${shown}`),
    );
  });
}

const accepted: Record<string, unknown>[] = [
  {
    quality: 1,
    scale: 0.001,
    maxDimension: 16_383,
    maxPixels: 268_402_689,
    maxFrames: 1,
    timeoutSeconds: 900,
  },
  { quality: 100, scale: 1, maxDimension: 1, memoryMiB: 10_240, maxBytes: 5_368_709_120 },
  { memoryMiB: 128, maxBytes: 1, reservedConcurrency: 1, logRetentionDays: 3653, background: "#AbCdEf" },
  { uploadPrefix: "a!_.'()/-Z9/", uploadSuffixes: [], outputPrefix: "", outputSuffix: "/small" },
  { archiveOriginalsAfterDays: 1, expireOriginalsAfterDays: 2, expireNoncurrentAfterDays: 36_500 },
  { sourceBucket: "a.b-3", manageNotifications: true, ingestion: "queue", maximumConcurrency: 1000 },
  { sourceBucket: "9".repeat(63), uploadOrigins: [], manageNotifications: false, mirrorDeletions: false },
  { ingestion: "queue", maximumConcurrency: 2, reservedConcurrency: 2 },
  { mirrorDeletions: true, outputNaming: "append", archiveOriginalsAfterDays: 1 },
  { uploadOrigins: ["https://a-b.example:8443", "http://localhost", "http://localhost:3000"] },
  { kmsKeyArn: "arn:aws-cn:kms:cn-north-1:123456789012:key/mrk-1234abcd" },
  { tags: {}, kmsKeyArn: pulumi.output("arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/1234-abcd") },
  { alarmEmails: ["o'neil+ops@a-b.example.com", "a@b.co"], alarmTopicArns: [], transferDollarsPerGB: 0 },
  {
    alarmEmails: ["a@example.com"],
    alarmTopicArns: [
      pulumi.output("arn:aws-us-gov:sns:eu-central-1:123456789012:on-call"),
      ...["OnCall", "oncall", "c"].map((name) => `arn:aws:sns:eu-central-1:123456789012:${name}`),
    ],
  },
  { storageDollarsPerGB: 0.0125, expireOriginalsAfterDays: 90, viewsPerImage: 1_000_000 },
  { objectTags: { "clé _.:/=+-@": "" }, tags: {}, cacheControl: "public, max-age=1" },
];

for (const args of accepted) {
  test(`values at the limit are accepted: ${Object.keys(args).join(", ")}`, async (t) => {
    t.deepEqual(await problems(args), []);
  });
}

for (const name of ["9images", "im ages", "im_ages", "-a", "ä", "a".repeat(41)]) {
  test(`a component's name must fit AWS: "${name}"`, async (t) => {
    const [message = "", ...others] = await problems({}, name);

    t.true(message.startsWith("The component's name must be a letter"), message);
    t.deepEqual(others, []);
  });
}
