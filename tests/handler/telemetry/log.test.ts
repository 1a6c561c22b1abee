import test from "ava";
import { metricNamespace, metricUnits } from "../../../contract/metrics.ts";
import type { Outcome } from "../../../contract/outcome.ts";
import { failedLine, ignoredLine, outcomeLines } from "../../../handler/telemetry/log.ts";
import { compressed, rejected } from "../../helpers/store/outcomes.ts";

const context = { pipeline: "compressor", requestId: "id", timestamp: 1, key: "a.png", milliseconds: 2 };
const outcomeLine = (outcome: Outcome, about = context) =>
  outcomeLines({ outcomes: [outcome], measures: {} }, about).join();
const outcomes: Outcome[] = [
  compressed,
  rejected,
  { rendition: "main", outcome: "unchanged" },
  { rendition: "main", outcome: "absent" },
  { rendition: "main", outcome: "stale", stale: ["a.jpg", "a.png.jpg"] },
  { rendition: "main", outcome: "deleted", deleted: ["a.png.jpg"] },
];

for (const outcome of outcomes.filter(({ outcome }) => outcome !== "absent")) {
  test(`The line of an image that is ${outcome.outcome} is valid embedded metric format`, (t) => {
    const root = JSON.parse(outcomeLine(outcome, context));

    const [directive] = root._aws.CloudWatchMetrics;
    t.is(root._aws.Timestamp, context.timestamp);
    t.is(directive.Namespace, metricNamespace);
    t.true(directive.Metrics.length > 0);
    for (const { Name, Unit } of directive.Metrics) {
      t.is(typeof root[Name], "number");
      t.is(Unit, metricUnits[Name as keyof typeof metricUnits]);
    }
    for (const name of directive.Dimensions.flat()) t.is(typeof root[name], "string");
  });
}

test("A source that is absent and has no outputs is logged, and counted nowhere", (t) => {
  const root = JSON.parse(outcomeLine({ rendition: "main", outcome: "absent" }, context));

  t.is(root.message, "absent");
  t.false("_aws" in root);
});

test("Only a rejection is counted by its reason as well", (t) => {
  const dimensionsOf = (outcome: Outcome) =>
    JSON.parse(outcomeLine(outcome, context))._aws.CloudWatchMetrics.map(
      ({ Dimensions, Metrics }: { Dimensions: string[][]; Metrics: { Name: string }[] }) => [
        Dimensions,
        Metrics.map(({ Name }) => Name),
      ],
    );

  t.deepEqual(dimensionsOf(rejected), [
    [[["Pipeline"]], ["Rejected", "Stale"]],
    [[["Pipeline", "Reason"]], ["Rejected"]],
  ]);
  t.deepEqual(dimensionsOf({ ...compressed, collision: false }), [
    [[["Pipeline"]], ["Compressed", "BytesIn", "BytesOut", "BytesSaved", "SizeRatio"]],
  ]);
  t.is(JSON.parse(outcomeLine(rejected, context)).Reason, "corrupt");
});

test("The line of an image says which request did what to which key, and for how long", (t) => {
  const { level, message, key, requestId, milliseconds, outputs, bytesIn, Pipeline } = JSON.parse(
    outcomeLine(compressed, context),
  );

  t.deepEqual(
    { level, message, key, requestId, milliseconds, outputs, bytesIn, Pipeline },
    {
      level: "INFO",
      message: "compressed",
      key: "a.png",
      requestId: "id",
      milliseconds: 2,
      outputs: ["a.jpg"],
      bytesIn: 10,
      Pipeline: "compressor",
    },
  );
});

test("The line of a failure carries the error, and counts it", (t) => {
  t.deepEqual(JSON.parse(failedLine(new TypeError("broken"), context)), {
    level: "ERROR",
    message: "failed",
    requestId: "id",
    timestamp: 1,
    key: "a.png",
    milliseconds: 2,
    errorType: "TypeError",
    errorMessage: "broken",
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [["Pipeline"]],
          Metrics: [{ Name: "Failed", Unit: "Count" }],
        },
      ],
    },
    Pipeline: "compressor",
    Failed: 1,
  });
});

test("A failure counted before has a line without metrics", (t) => {
  const root = JSON.parse(failedLine(new Error("broken"), context, {}));

  t.like(root, { message: "failed", key: "a.png", errorMessage: "broken" });
  t.deepEqual(["_aws" in root, "Failed" in root, "Pipeline" in root], [false, false, false]);
});

test("A thrown value that is no Error still has a line", (t) => {
  t.is(JSON.parse(failedLine("broken", context)).errorMessage, "broken");
});

test("The line of a message that could not be read carries no key", (t) => {
  const line = failedLine(new Error("no JSON"), { pipeline: "compressor", requestId: "id", timestamp: 1 });

  t.deepEqual(Object.keys(JSON.parse(line)), [
    "level",
    "message",
    "requestId",
    "timestamp",
    "errorType",
    "errorMessage",
    "_aws",
    "Pipeline",
    "Failed",
  ]);
});

test("Ignored records are named", (t) => {
  const line = ignoredLine({ key: "photos/", reason: "folder-marker" }, "id", 1);

  t.deepEqual(JSON.parse(line), {
    level: "INFO",
    message: "ignored",
    timestamp: 1,
    requestId: "id",
    key: "photos/",
    reason: "folder-marker",
  });
});

test("A key reaches a line unchanged, but none of its control characters does", (t) => {
  const codes = [...Array(0x20).keys(), ...Array.from({ length: 0x21 }, (_, index) => 0x7f + index)];
  const key = `${String.fromCharCode(...codes, 0x200e, 0x200f, 0x2028, 0x2029, 0x202e, 0x2066, 0x2069)}"\\ü📷`;

  const line = outcomeLine(compressed, { ...context, key });

  t.notRegex(line, /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u);
  t.is(JSON.parse(line).key, key);
});

test("Renditions share a line for the same rejection; other rejections have their own, and one line counts", (t) => {
  const taken = { ...rejected, reason: "output-key-taken" } as const;
  const outcomes = [
    rejected,
    { ...rejected, rendition: "thumbnail", stale: ["a-thumbnail.jpg"] },
    { ...taken, rendition: "web", stale: [], detail: "b.jpg" },
    { ...taken, rendition: "small", stale: [], detail: "c.jpg" },
  ];

  const lines = outcomeLines({ outcomes, measures: {} }, context).map((line) => JSON.parse(line));

  t.like(lines, [
    { rendition: "default, thumbnail", Rejected: 1, Stale: 2 },
    { rendition: "web", Rejected: 1, Reason: "output-key-taken", detail: "b.jpg" },
    { rendition: "small", reason: "output-key-taken", detail: "c.jpg" },
  ]);
  t.deepEqual(
    lines[1]._aws.CloudWatchMetrics.flatMap(({ Dimensions }: { Dimensions: string[][] }) => Dimensions),
    [["Pipeline", "Reason"]],
  );
  t.false("_aws" in lines[2]);
});
