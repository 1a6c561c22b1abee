import test from "ava";
import { parseEvent } from "../../handler/events.ts";

function eventOf(...keys: string[]) {
  return { Records: keys.map((key) => ({ s3: { bucket: { name: "uploads" }, object: { key } } })) };
}

test("An event names a source for each of its records, in their order", (t) => {
  const { keys } = parseEvent(eventOf("c", "a", "b"), "uploads");

  t.deepEqual(keys, ["c", "a", "b"]);
});

test("An event without records names no source", (t) => {
  t.deepEqual(parseEvent({ Records: [] }, "uploads"), { keys: [], ignored: [] });
});

for (const [encoded, key] of [
  ["a+b.png", "a b.png"],
  ["a%2Bb.png", "a+b.png"],
  ["%C3%BC/%E6%97%A5%E6%9C%AC/%F0%9F%93%B7.png", "ü/日本/📷.png"],
  ["a%2Fb%252Fc.png", "a/b%2Fc.png"],
  ["..%2F%2F..%2Fx%22%0A.png", "../" + '/../x"\n.png'],
] as const) {
  test(`${encoded} in an event is the key ${JSON.stringify(key)}`, (t) => {
    t.deepEqual(parseEvent(eventOf(encoded), "uploads").keys, [key]);
  });
}

test("A key that an event names twice, however it is written, is one source", (t) => {
  const { keys } = parseEvent(eventOf("a+b", "x", "a%20b", "a+b"), "uploads");

  t.deepEqual(keys, ["a b", "x"]);
});

test("A folder marker is no source and is named as ignored", (t) => {
  const parsed = parseEvent(eventOf("photos/", "photos/a.png"), "uploads");

  t.deepEqual(parsed, {
    keys: ["photos/a.png"],
    ignored: [{ key: "photos/", reason: "folder-marker" }],
  });
});

test("The event that S3 sends to try a notification is named as ignored", (t) => {
  const parsed = parseEvent({ Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "uploads" }, "uploads");

  t.deepEqual(parsed, { keys: [], ignored: [{ reason: "s3:TestEvent" }] });
});

test("An event of another bucket is an error that names both buckets", (t) => {
  const message = 'Expected events of the bucket mine; received one of "uploads"';

  t.throws(() => parseEvent(eventOf("a"), "mine"), { message });
});

for (const [event, received] of [
  [undefined, "undefined"],
  [null, "null"],
  ["text", '"text"'],
  [{}, "{}"],
  [{ Records: "none" }, '{"Records":"none"}'],
] as const) {
  test(`An event that is ${received} is an error that shows it`, (t) => {
    t.throws(() => parseEvent(event, "uploads"), {
      message: `Expected an S3 event with Records; received ${received}`,
    });
  });
}

for (const record of [null, {}, { s3: null }, { s3: { bucket: { name: "uploads" }, object: { key: 1 } } }]) {
  test(`A record that is ${JSON.stringify(record)} is an error that shows it`, (t) => {
    t.throws(() => parseEvent({ Records: [record] }, "uploads"), {
      message: `Expected an S3 record; received ${JSON.stringify(record)}`,
    });
  });
}

for (const key of ["100%", "%zz", "%C3", "%ED%A0%80"]) {
  test(`The malformed key ${key} is an error that shows it`, (t) => {
    t.throws(() => parseEvent(eventOf(key), "uploads"), {
      message: `Expected a URL-encoded key; received "${key}"`,
    });
  });
}

test("An error shows no more of an event than its start", (t) => {
  const error = t.throws(() => parseEvent({ text: "x".repeat(10_000) }, "uploads"));

  t.true(error.message.length < 300);
});
