import test from "ava";
import { parseEvent } from "../../../../handler/events/parse-event.ts";
import { notificationsFor } from "../../../../local/aws/delivery/notifications.ts";
import type { ObjectEvent } from "../../../../local/aws/s3/object-event.ts";

const created: ObjectEvent = {
  bucket: "source",
  key: "uploads/a.png",
  size: 3,
  etag: "abc",
  eventName: "ObjectCreated:Put",
  time: new Date(0),
};
const rule = {
  id: "r",
  bucket: "source",
  events: ["s3:ObjectCreated:*"],
  prefix: "uploads/",
  suffix: ".png",
  queueArn: undefined,
};

const cases: [fact: string, event: Partial<ObjectEvent>, messages: number][] = [
  ["an object that the rule asks for", {}, 1],
  ["a copy", { eventName: "ObjectCreated:Copy" }, 1],
  ["another bucket", { bucket: "output" }, 0],
  ["another prefix", { key: "a.png" }, 0],
  ["another suffix", { key: "uploads/a.jpg" }, 0],
  ["the suffix in another case", { key: "uploads/a.PNG" }, 0],
  ["a deletion", { eventName: "ObjectRemoved:Delete" }, 0],
];

for (const [fact, event, messages] of cases) {
  test(`${fact} gives ${messages} messages`, (t) => {
    t.is(notificationsFor({ ...created, ...event }, [rule], "us-east-1").length, messages);
  });
}

test("a delete marker has an event name of its own, which rules may name or cover", (t) => {
  const marked: ObjectEvent = { ...created, eventName: "ObjectRemoved:DeleteMarkerCreated" };
  const numberFor = (...events: string[]) =>
    notificationsFor(marked, [{ ...rule, events }], "us-east-1").length;

  t.is(numberFor("s3:ObjectRemoved:*"), 1);
  t.is(numberFor("s3:ObjectRemoved:DeleteMarkerCreated"), 1);
  t.is(numberFor("s3:ObjectRemoved:Delete"), 0);
});

test("a message names the version of an object, where its bucket keeps versions", (t) => {
  const messageOf = (event: ObjectEvent) => JSON.stringify(notificationsFor(event, [rule], "us-east-1"));

  t.regex(messageOf({ ...created, versionId: "v" }), /"object":\{[^}]*"versionId":"v"/);
  t.notRegex(messageOf(created), /versionId/);
});

for (const key of ["uploads/a b+c%20ü/'\"\n.png", "uploads/../%2F//.png"]) {
  test(`the handler reads the key ${JSON.stringify(key)} out of the message`, (t) => {
    const [notified] = notificationsFor({ ...created, key }, [rule], "us-east-1");

    t.like(parseEvent(notified?.message, "source"), [{ keys: [key] }]);
  });
}
