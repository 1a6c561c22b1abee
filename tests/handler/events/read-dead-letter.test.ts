import test from "ava";
import { readDeadLetter } from "../../../handler/events/read-dead-letter.ts";
import { letter } from "../../helpers/command/dead-letters.ts";
import { eventBridgeEvent, s3Event } from "../../helpers/store/events.ts";

const id = "8b0c6c1e-7a55-4c0e-9d53-0d5a0a9d1c2f";

for (const [what, attributes, reason] of [
  ["of Lambda", { ErrorMessage: "S3 is down" }, "S3 is down"],
  ["of EventBridge", { ERROR_MESSAGE: "Lambda is throttled" }, "Lambda is throttled"],
  ["of a process that died", { ErrorMessage: `RequestId: ${id} Error: signal: killed` }, "signal: killed"],
  [
    "of a timeout",
    { ErrorMessage: `2026-11-24T10:00:00.000Z ${id} Task timed out after 60.00 seconds` },
    "Task timed out after 60.00 seconds",
  ],
  [
    "of an answer of S3",
    { ErrorMessage: "S3 answered GetObject of uploads/a: b.png with 503: slow down" },
    "S3 answered GetObject with 503: slow down",
  ],
  [
    "of no answer of S3",
    { ErrorMessage: "no answer to HeadObject of outputs/a.jpg: connect ECONNREFUSED" },
    "no answer to HeadObject: connect ECONNREFUSED",
  ],
  [
    "of SQS",
    {},
    "no reason: SQS gave it up after its last try, which was ended by the memory limit or the timeout, or was throttled",
  ],
] as const) {
  test(`The reason ${what} is reported without the parts that differ between messages`, (t) => {
    t.is(readDeadLetter(letter("a", { attributes }), "uploads").reason, reason);
  });
}

for (const [what, body] of [
  ["S3", s3Event("a+b.png")],
  ["EventBridge", eventBridgeEvent("a b.png")],
  ["a list", [{ bucket: "uploads", key: "a b.png" }]],
] as const) {
  test(`The keys of an event of ${what} are read`, (t) => {
    const read = readDeadLetter(letter("a", { body: JSON.stringify(body) }), "uploads");

    t.deepEqual(read.keys, ["a b.png"]);
    t.is(read.poison, undefined);
  });
}

for (const [what, body, message] of [
  ["no JSON", "hello", /no JSON: "hello"/],
  ["no event", '{"a":1}', /received \{"a":1\}/],
  [
    "an event of another bucket",
    JSON.stringify([{ bucket: "other", key: "a" }]),
    /of the bucket uploads; .*"other"/,
  ],
] as const) {
  test(`A message that is ${what} is poison, with the reason`, (t) => {
    t.regex(readDeadLetter(letter("a", { body }), "uploads").poison ?? "", message);
  });
}
