import test from "ava";
import { parseEvent } from "../../../handler/events/parse-event.ts";
import { batchOf, eventBridgeEvent, s3Event, sqsRecord } from "../../helpers/store/events.ts";

const expected =
  "Expected an event of S3, by itself, from SQS or from EventBridge, or a list of { bucket, key }; nothing else may call this function";

for (const [way, event] of Object.entries({
  "S3 itself": s3Event("a"),
  EventBridge: eventBridgeEvent("a"),
  "a list": [{ bucket: "uploads", key: "a" }],
})) {
  test(`An event comes from another bucket: it fails with the names of both buckets and what to do (${way})`, (t) => {
    const message =
      'Expected events of the bucket mine; received one of "uploads": remove what sends it here';

    t.throws(() => parseEvent(event, "mine"), { message });
  });
}

for (const [event, received] of [
  [undefined, "undefined"],
  [null, "null"],
  ["text", '"text"'],
  [{}, "{}"],
  [[null], "null"],
  [{ Records: "none" }, '{"Records":"none"}'],
  [{ Records: [null] }, "null"],
  [{ Records: [{ s3: null }] }, '{"s3":null}'],
  [
    { source: "aws.s3", "detail-type": "Object Created" },
    '{"source":"aws.s3","detail-type":"Object Created"}',
  ],
  [
    { source: "aws.ec2", "detail-type": "Object Created" },
    '{"source":"aws.ec2","detail-type":"Object Created"}',
  ],
] as const) {
  test(`An event that is ${JSON.stringify(event)} is an error that shows it`, (t) => {
    t.throws(() => parseEvent(event, "uploads"), { message: `${expected}; received ${received}` });
  });
}

for (const key of ["100%", "%zz", "%C3", "%ED%A0%80"]) {
  test(`The malformed key ${key} in an event of S3 is an error that shows it`, (t) => {
    t.throws(() => parseEvent(s3Event(key), "uploads"), {
      message: `Expected a URL-encoded key; received "${key}"`,
    });
  });
}

for (const key of [undefined, 1, ""]) {
  test(`A key that is ${JSON.stringify(key)} is an error that shows it`, (t) => {
    t.throws(() => parseEvent([{ bucket: "uploads", key }], "uploads"), {
      message: `Expected a key; received ${JSON.stringify(key)}`,
    });
  });
}

test("An error shows no more of an event than its start", (t) => {
  const error = t.throws(() => parseEvent({ text: "x".repeat(10_000) }, "uploads"));

  t.true(error.message.length < 400);
});

for (const [what, body, message] of [
  ["no JSON", "not { JSON", `${expected}; received a message that is no JSON: "not { JSON"`],
  ["no event", '{"hello":1}', `${expected}; received {"hello":1}`],
  [
    "an event of another bucket",
    JSON.stringify(eventBridgeEvent("a", "Object Created", "theirs")),
    'Expected events of the bucket uploads; received one of "theirs": remove what sends it here',
  ],
] as const) {
  test(`One message of ten that is ${what} is poison by name, and the other nine are reconciled`, (t) => {
    const { Records } = batchOf(...Array.from({ length: 9 }, (_, index) => s3Event(`${index}`)));

    const messages = parseEvent({ Records: [...Records, { ...sqsRecord("bad", ""), body }] }, "uploads");

    t.is(messages.filter(({ poison, keys }) => poison === undefined && keys.length === 1).length, 9);
    t.like(messages.at(-1), { queued: { id: "bad" }, keys: [] });
    t.is(messages.at(-1)?.poison?.message, message);
  });
}
