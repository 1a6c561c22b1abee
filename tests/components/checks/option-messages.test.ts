import * as pulumi from "@pulumi/pulumi";
import test from "ava";
import { problems } from "../../helpers/graph/problems.ts";

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

const explained: [title: string, args: Record<string, unknown>, message: string][] = [
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
    "an ARN in place of a bucket's name is refused, with the name to use",
    { sourceBucket: "arn:aws:s3:::photos" },
    'the name of a bucket, 3 to 63 lower-case letters, digits, . and -, with a letter or digit at both ends; received "arn:aws:s3:::photos": a name is wanted, not an ARN or an address, perhaps "photos"',
  ],
  [
    "an address in place of a bucket's name is refused, with the name to use",
    { sourceBucket: "s3://photos/in" },
    'with a letter or digit at both ends; received "s3://photos/in": a name is wanted, not an ARN or an address, perhaps "photos"',
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
    "an address given twice is refused",
    { alarmEmails: ["ops@example.com", "Ops@example.com"] },
    '`alarmEmails` must not hold a value twice, in any case; received "Ops@example.com"',
  ],
  [
    "a topic given twice is refused",
    { alarmTopicArns: [1, 1].map((name) => `arn:aws:sns:eu-west-1:123456789012:${name}`) },
    '`alarmTopicArns` must not hold a value twice; received "arn:aws:sns:eu-west-1:123456789012:1"',
  ],
  [
    "a FIFO topic is refused with the reason",
    { alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:on-call.fifo"] },
    'on-call.fifo"]: an alarm sends no message group, without which a FIFO topic takes nothing; take a standard topic',
  ],
];

for (const [title, args, message] of explained) {
  test(title, async (t) => {
    const [received = "", ...others] = await problems(args);

    t.is(received.slice(-message.length), message);
    t.deepEqual(others, []);
  });
}

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
