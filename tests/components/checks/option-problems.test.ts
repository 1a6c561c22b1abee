import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { problems } from "../../helpers/graph/problems.ts";

const safe = "letters, digits and ! _ . ' ( ) / -";
const tagRule =
  'keys of 1 to 128 and values of up to 256 letters, digits, spaces and _ . : / = + - @, no key beginning with "aws:"';
const prefix = `up to 256 ${safe}, and must not begin with "/"`;
const periods =
  "one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";

/** Every option: what it must be, and values that it refuses. */
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
  ["mirrorDeletions", "true or false", ["yes", 0]],
  ["outputPrefix", prefix, ["/out", "a*", "a?"]],
  ["outputSuffix", `up to 256 ${safe}`, ["@2x", "a".repeat(257), 2]],
  [
    "objectTags",
    `a map of up to 10 tags: ${tagRule}`,
    [
      "a=b",
      ["a"],
      { "": "b" },
      { a: 7 },
      { a: "b".repeat(257) },
      { a: "<b>" },
      { "aws:a": "b" },
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
  ["tags", `a map of up to 50 tags: ${tagRule}`, [{ a: "<b>" }, "a"]],
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
  test(`what is just allowed is accepted: ${Object.keys(args).join(", ")}`, async (t) => {
    t.deepEqual(await problems(args), []);
  });
}

const received: [value: unknown, shown: string][] = [
  [101, "101"],
  [Number.NaN, "NaN"],
  ["abc\n\u001b[31m", '"abc\\n\\u001b[31m"'],
  [null, "null"],
  [() => 1, "function"],
  [["a"], '["a"]'],
  [{ a: pulumi.output("b") }, '{"a":"an output"}'],
  [pulumi.output(80), "an output of another resource, and it must be known before anything exists"],
  ["a".repeat(300), `"${"a".repeat(199)}…`],
];

for (const [index, [value, shown]] of received.entries()) {
  test(`a message shows what was received, on one line and not too long: ${index}`, async (t) => {
    t.deepEqual(await problems({ quality: value }), [
      `\`quality\` must be an integer from 1 to 100; received ${shown}`,
    ]);
  });
}

const clashes: [title: string, args: Record<string, unknown>, message: string][] = [
  [
    "a suffix that ends another one in any case is refused by name",
    { uploadSuffixes: [".gif", ".PNG", "g"] },
    '`uploadSuffixes` must not hold a suffix that another one ends with, in any case, since S3 refuses rules that overlap; received ".PNG" and "g"',
  ],
  [
    "the same suffix in two cases is refused",
    { uploadSuffixes: [".png", ".PNG"] },
    '`uploadSuffixes` must not hold a suffix that another one ends with, in any case, since S3 refuses rules that overlap; received ".png" and ".PNG"',
  ],
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
    "an ARN in the place of a bucket's name is told with the name",
    { sourceBucket: "arn:aws:s3:::photos" },
    'the name of a bucket, 3 to 63 lower-case letters, digits, . and -, with a letter or digit at both ends; received "arn:aws:s3:::photos": a name is wanted, not an ARN or an address, perhaps "photos"',
  ],
  [
    "so is an address",
    { sourceBucket: "s3://photos/in" },
    'with a letter or digit at both ends; received "s3://photos/in": a name is wanted, not an ARN or an address, perhaps "photos"',
  ],
  [
    "the notifications of a bucket that is made are nobody else's",
    { manageNotifications: true },
    "`manageNotifications` needs `sourceBucket`: the notifications of a bucket that the pipeline makes are always its own; received true",
  ],
  [
    "any origin is refused with the reason",
    { uploadOrigins: ["*"] },
    'received ["*"]: with "*" any page could upload in the name of its visitors; name each origin',
  ],
  [
    "the alias of a key is refused with the reason",
    { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:alias/images" },
    "alias/images\": CloudWatch Logs takes no alias, and with one S3 would look for it in the account of whoever uploads; take the ARN of the alias's key",
  ],
  [
    "an address that is told twice is refused",
    { alarmEmails: ["ops@example.com", "Ops@example.com"] },
    '`alarmEmails` must not hold a value twice, in any case; received "Ops@example.com"',
  ],
  [
    "so is a topic",
    { alarmTopicArns: [1, 1].map((name) => `arn:aws:sns:eu-west-1:123456789012:${name}`) },
    '`alarmTopicArns` must not hold a value twice; received "arn:aws:sns:eu-west-1:123456789012:1"',
  ],
  [
    "a FIFO topic is refused with the reason",
    { alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:on-call.fifo"] },
    'on-call.fifo"]: an alarm sends no message group, without which a FIFO topic takes nothing; take a standard topic',
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
    "storage is saved only where originals go",
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

for (const [title, args, message] of clashes) {
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

test("an option that does not exist is an error that names the nearest", async (t) => {
  t.deepEqual(await problems({ qualty: 80, rendition: [], toString: 1 }), [
    "`qualty` is not an option; the nearest is `quality`",
    "`rendition` is not an option; the nearest is `renditions`",
    "`toString` is not an option; the nearest is `format`",
  ]);
});

test("everything that is wrong is reported at once", async (t) => {
  const args = { quality: 101, scale: "abc", maxBytes: 2 ** 31, colour: "red" };

  const messages = await problems(args, "9");

  t.deepEqual(
    messages.map((message) => message.split(/ must | is not /)[0]),
    ["The component's name", "`quality`", "`scale`", "`colour`", "`maxBytes`"],
  );
});

for (const name of ["9images", "im ages", "im_ages", "-a", "ä", "a".repeat(41)]) {
  test(`a component's name must fit AWS: "${name}"`, async (t) => {
    const [message = "", ...others] = await problems({}, name);

    t.true(message.startsWith("The component's name must be a letter"), message);
    t.deepEqual(others, []);
  });
}
