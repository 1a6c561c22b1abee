import test from "ava";
import { failedLine, ignoredLine, outcomeLines } from "../../handler/log.ts";
import { metricNamespace, metricUnits } from "../../handler/metrics.ts";
import type { Outcome } from "../../handler/outcome.ts";

const context = { pipeline: "compressor", requestId: "id", timestamp: 1, key: "a.png", milliseconds: 2 };
const outcomeLine = (outcome: Outcome, about = context) =>
  outcomeLines({ outcomes: [outcome], measures: {} }, about).join();
const compressed: Outcome & { outcome: "compressed" } = {
  rendition: "default",
  outcome: "compressed",
  outputs: ["a.jpg"],
  collision: true,
  bytesIn: 10,
  bytesOut: 5,
  width: 1,
  height: 1,
};
const rejected: Outcome & { outcome: "rejected" } = {
  rendition: "main",
  outcome: "rejected",
  stale: ["a.jpg"],
  deleted: [],
  reason: "corrupt",
  detail: "cut",
};
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

for (const [outcome, expected] of [
  [compressed, { Compressed: 1, BytesIn: 10, BytesOut: 5, BytesSaved: 5, SizeRatio: 50, Collisions: 1 }],
  [
    { ...compressed, collision: false, rendition: "web" },
    { Compressed: 1, BytesIn: 10, BytesOut: 5 },
  ],
  [rejected, { Rejected: 1, Stale: 1 }],
  [{ ...rejected, stale: [] }, { Rejected: 1 }],
  [outcomes[2], { Unchanged: 1 }],
  [
    { ...rejected, stale: [], deleted: ["a.png.jpg"] },
    { Rejected: 1, Deleted: 1 },
  ],
  [outcomes[4], { Stale: 2 }],
  [outcomes[5], { Deleted: 1 }],
] as [Outcome, object][]) {
  test(`What is counted of ${JSON.stringify(outcome)} is ${JSON.stringify(expected)}`, (t) => {
    const root = JSON.parse(outcomeLine(outcome, context));

    const names = root._aws.CloudWatchMetrics[0].Metrics.map(({ Name }: { Name: string }) => Name);
    t.deepEqual(Object.fromEntries(names.map((name: string) => [name, root[name]])), expected);
  });
}

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

test("Something thrown that is no error still has a line", (t) => {
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

test("What is ignored is named", (t) => {
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

test("The bytes of a source are counted once, those of its outputs each", (t) => {
  const lines = outcomeLines(
    {
      outcomes: [
        { rendition: "main", outcome: "unchanged" },
        compressed,
        { ...compressed, rendition: "thumbnail", bytesOut: 1 },
      ],
      measures: {},
    },
    context,
  );

  const roots = lines.map((line) => JSON.parse(line));
  t.deepEqual(
    roots.map(({ BytesIn, BytesOut }) => [BytesIn, BytesOut]),
    [
      [undefined, undefined],
      [10, 5],
      [undefined, 1],
    ],
  );
});

test("A rejection that renditions share is one, with all that it leaves stale", (t) => {
  const [first, second, ...others] = outcomeLines(
    {
      outcomes: [
        rejected,
        { ...rejected, rendition: "thumbnail", stale: ["a-thumbnail.jpg"] },
        { ...rejected, rendition: "web", reason: "output-key-taken", detail: "b.jpg" },
      ],
      measures: {},
    },
    context,
  );

  t.like(JSON.parse(first ?? ""), { rendition: "main, thumbnail", Rejected: 1, Stale: 2 });
  t.like(JSON.parse(second ?? ""), { rendition: "web", Rejected: 1, Reason: "output-key-taken" });
  t.is(others.length, 0);
});

test("With several renditions the bytes of each are counted by its name too", (t) => {
  const outcomes = [compressed, { ...compressed, rendition: "web" }];
  const lines = outcomeLines({ outcomes, measures: {} }, context).map((line) => JSON.parse(line));

  for (const [at, { rendition }] of outcomes.entries()) {
    const [, further] = lines[at]._aws.CloudWatchMetrics;
    t.deepEqual(further.Dimensions, [["Pipeline", "Rendition"]]);
    t.deepEqual(further.Metrics, [{ Name: "BytesOut", Unit: "Bytes" }]);
    t.is(lines[at].Rendition, rendition);
  }
});

const measures = {
  ReadDuration: 1,
  CompressDuration: 2,
  WriteDuration: 3,
  Conflicts: 1,
  MemoryUsed: 90,
};

test("What a look took is counted once, and with a new output the time since the upload", (t) => {
  const unchanged: Outcome = { rendition: "main", outcome: "unchanged" };
  const outcomes = [unchanged, compressed, { ...compressed, rendition: "web" }];
  const [first, second, third] = outcomeLines({ outcomes, measures }, { ...context, timestamp: 70 }, 20);

  t.like(JSON.parse(second ?? ""), { ...measures, UploadToOutput: 50 });
  for (const other of [first, third]) t.notRegex(other ?? "", /Duration|Conflicts|MemoryUsed|UploadToOutput/);
});

test("A look that wrote nothing says which memory it took, and no durations", (t) => {
  const line = outcomeLines(
    { outcomes: [rejected], measures: { ...measures, Conflicts: 0 } },
    context,
    0,
  ).join();

  t.is(JSON.parse(line).MemoryUsed, 90);
  t.notRegex(line, /Duration|Conflicts|UploadToOutput/);
});

test("A clock that is behind does not make an output older than its upload", (t) => {
  const line = outcomeLines(
    { outcomes: [compressed], measures: {} },
    context,
    context.timestamp + 1000,
  ).join();

  t.is(JSON.parse(line).UploadToOutput, 0);
});
