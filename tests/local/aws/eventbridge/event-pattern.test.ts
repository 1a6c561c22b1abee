import test from "ava";
import { compilePattern } from "../../../../local/aws/eventbridge/event-pattern.ts";

const event = {
  source: "aws.s3",
  "detail-type": "Object Created",
  detail: { bucket: { name: "source" }, object: { key: "uploads/a.png" }, reason: "PutObject" },
};
const key = (...filters: unknown[]) => ({ detail: { object: { key: filters } } });

const patterns: [pattern: object, matches: boolean][] = [
  [{ source: ["aws.s3"], detail: { bucket: { name: ["source"] } } }, true],
  [{ source: ["aws.s3"], detail: { bucket: { name: ["other"] } } }, false],
  [{ "detail-type": ["Object Deleted", "Object Created"] }, true],
  [{ detail: { absent: ["x"] } }, false],
  [key({ prefix: "uploads/" }), true],
  [key({ prefix: "ploads/" }), false],
  [key({ suffix: ".png" }), true],
  [key({ suffix: ".PNG" }), false],
  [key({ suffix: ".jpg" }, { suffix: ".png" }), true],
  [key({ wildcard: "uploads/*.png" }), true],
  [key({ wildcard: "uploads/*/*.png" }), false],
  [key({ wildcard: "uploads/a.png*a.png" }), false],
  [key({ wildcard: "*a*.*" }), true],
  [key({ wildcard: "uploads/a.png" }), true],
  [{ detail: { reason: [{ "anything-but": ["Lifecycle Expiration"] }] } }, true],
  [{ detail: { reason: [{ "anything-but": "PutObject" }] } }, false],
  [{ $or: [{ source: ["x"] }, { detail: { reason: ["PutObject"] } }] }, true],
];

for (const [pattern, matches] of patterns) {
  test(`${JSON.stringify(pattern)} ${matches ? "matches" : "does not match"} an upload`, (t) => {
    t.is(compilePattern(pattern)(event), matches);
  });
}

const refused: object[] = [
  {},
  { source: [] },
  { source: "aws.s3" },
  { source: [{ cidr: "10.0.0.0/8" }] },
  { source: [{ prefix: { "equals-ignore-case": "a" } }] },
  { source: [{ "anything-but": { prefix: "a" } }] },
  { source: [{ prefix: "a", suffix: "b" }] },
  { source: [{ wildcard: "a\\*" }] },
];

for (const pattern of refused) {
  test(`the pattern ${JSON.stringify(pattern)} is refused by name`, (t) => {
    t.throws(() => compilePattern(pattern), {
      message: /^The local run does not know .* in an event pattern$/,
    });
  });
}
