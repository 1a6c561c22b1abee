import test from "ava";
import { parseEvent } from "../../../handler/events/parse-event.ts";
import { batchOf, eventBridgeEvent, s3Event, sqsRecord } from "../../helpers/store/events.ts";

const keysOf = (event: unknown) => parseEvent(event, "uploads").flatMap(({ keys }) => keys);
const nothing = { queued: undefined, keys: [], changedAt: new Map(), ignored: [] };

test("An event names a source for each of its records, in their order", (t) => {
  t.deepEqual(keysOf(s3Event("c", "a", "b")), ["c", "a", "b"]);
});

for (const [way, event] of Object.entries({
  "S3 itself": s3Event("a+b.png"),
  "S3 by a queue": batchOf(s3Event("a+b.png")),
  EventBridge: eventBridgeEvent("a b.png"),
  "EventBridge, of a deletion": eventBridgeEvent("a b.png", "Object Deleted"),
  "EventBridge by a queue": batchOf(eventBridgeEvent("a b.png")),
  "whoever names an object": { bucket: "uploads", key: "a b.png" },
  "whoever names several": [{ bucket: "uploads", key: "a b.png" }],
  "whoever names several, by a queue": batchOf([{ bucket: "uploads", key: "a b.png" }]),
})) {
  test(`The same source is found in every kind of event: ${way}`, (t) => {
    t.deepEqual(keysOf(event), ["a b.png"]);
  });
}

test("A batch has a message for each of its records, with its number of receives", (t) => {
  const first = sqsRecord("1", s3Event("a"), 1);
  const messages = parseEvent({ Records: [first, sqsRecord("2", s3Event("b", "c"), 5)] }, "uploads");

  t.deepEqual(
    messages.map(({ queued, keys }) => [queued?.id, queued?.receives, keys]),
    [
      ["1", 1, ["a"]],
      ["2", 5, ["b", "c"]],
    ],
  );
  t.is(messages[0]?.queued?.body, first.body);
});

for (const event of [{ Records: [] }, []]) {
  test(`An event without records names no source: ${JSON.stringify(event)}`, (t) => {
    t.deepEqual(parseEvent(event, "uploads"), [nothing]);
  });
}

for (const [encoded, key] of [
  ["a+b.png", "a b.png"],
  ["a%2Bb.png", "a+b.png"],
  ["%C3%BC/%E6%97%A5%E6%9C%AC/%F0%9F%93%B7.png", "ü/日本/📷.png"],
  ["a%2Fb%252Fc.png", "a/b%2Fc.png"],
  ["..%2F%2F..%2Fx%22%0A.png", "../" + '/../x"\n.png'],
] as const) {
  test(`${encoded} in an event of S3 is the key ${JSON.stringify(key)}`, (t) => {
    t.deepEqual(keysOf(s3Event(encoded)), [key]);
  });
}

for (const key of ["a+b.png", "100%.png", "%41.png"]) {
  test(`${key} in an event of EventBridge or a list is that key`, (t) => {
    t.deepEqual([keysOf(eventBridgeEvent(key)), keysOf([{ bucket: "uploads", key }])], [[key], [key]]);
  });
}

test("A key named twice in an event, in any encoding, is one source", (t) => {
  t.deepEqual(keysOf(s3Event("a+b", "x", "a%20b", "a+b")), ["a b", "x"]);
});

test("A folder marker is no source and is named as ignored", (t) => {
  t.deepEqual(parseEvent(s3Event("photos/", "photos/a.png"), "uploads"), [
    { ...nothing, keys: ["photos/a.png"], ignored: [{ key: "photos/", reason: "folder-marker" }] },
  ]);
});

const testEvent = { Service: "Amazon S3", Event: "s3:TestEvent", Bucket: "uploads" };

for (const [way, event] of Object.entries({ alone: testEvent, "by a queue": batchOf(testEvent) })) {
  test(`S3's test event is named as ignored (${way})`, (t) => {
    t.like(parseEvent(event, "uploads"), [{ keys: [], ignored: [{ reason: "s3:TestEvent" }] }]);
  });
}

test("An event of EventBridge that changes no bytes is named as ignored", (t) => {
  const detail = "Object Tags Added, which changes no bytes";

  t.deepEqual(parseEvent(eventBridgeEvent("a.png", "Object Tags Added"), "uploads"), [
    { ...nothing, ignored: [{ reason: "other-detail-type", detail }] },
  ]);
});

const changes = (event: unknown) => parseEvent(event, "uploads").map(({ changedAt }) => [...changedAt]);
const dated = (key: string, eventTime: string) => ({ ...s3Event(key).Records[0], eventTime });

test("An event of S3 or EventBridge has the time of its change, and the first one counts", (t) => {
  const records = [
    dated("a", "2026-01-01T00:00:02.000Z"),
    dated("a", "2026-01-01T00:00:01.500Z"),
    dated("b", "?"),
  ];
  const first = Date.UTC(2026, 0, 1, 0, 0, 1, 500);

  t.deepEqual(changes({ Records: records }), [[["a", first]]]);
  t.deepEqual(changes({ ...eventBridgeEvent("a"), time: "2026-01-01T00:00:01.500Z" }), [[["a", first]]]);
  t.deepEqual(changes([{ bucket: "uploads", key: "a" }]), [[]]);
});
