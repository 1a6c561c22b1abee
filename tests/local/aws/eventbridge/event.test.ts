import test from "ava";
import { parseEvent } from "../../../../handler/events/parse-event.ts";
import { eventBridgeEvent } from "../../../../local/aws/eventbridge/event.ts";
import type { ObjectEvent } from "../../../../local/aws/s3/object-event.ts";

const key = "uploads/a b+c%20ü.png";
const created: ObjectEvent = {
  ...{ bucket: "source", key, size: 3, etag: "abc", time: new Date(0) },
  eventName: "ObjectCreated:Put",
};

test("an upload becomes an event in the form of the documentation, its key as it is", (t) => {
  const event = eventBridgeEvent(created, "000000000000", "eu-central-1");

  t.like(event, {
    version: "0",
    "detail-type": "Object Created",
    source: "aws.s3",
    account: "000000000000",
    time: "1970-01-01T00:00:00Z",
    region: "eu-central-1",
    resources: ["arn:aws:s3:::source"],
    detail: { version: "0", bucket: { name: "source" }, reason: "PutObject", requester: "000000000000" },
  });
  t.like(event, { detail: { object: { key, size: 3, etag: "abc" } } });
  t.like(parseEvent(event, "source"), [{ keys: [key] }]);
});

test("a deletion has its reason and its type, and neither size nor ETag", (t) => {
  const event = eventBridgeEvent({ ...created, eventName: "ObjectRemoved:Delete" }, "0", "eu-central-1");

  t.like(event, {
    "detail-type": "Object Deleted",
    detail: {
      reason: "DeleteObject",
      "deletion-type": "Permanently Deleted",
      object: { key, size: undefined },
    },
  });
  t.like(parseEvent(event, "source"), [{ keys: [key] }]);
});

test("a delete marker is a deletion of its own type, and the event names its version", (t) => {
  const marked: ObjectEvent = {
    ...created,
    eventName: "ObjectRemoved:DeleteMarkerCreated",
    versionId: "v",
  };

  const event = eventBridgeEvent(marked, "0", "eu-central-1");

  t.like(event, {
    "detail-type": "Object Deleted",
    detail: {
      reason: "DeleteObject",
      "deletion-type": "Delete Marker Created",
      object: { key, "version-id": "v", size: undefined },
    },
  });
  t.like(parseEvent(event, "source"), [{ keys: [key] }]);
});
