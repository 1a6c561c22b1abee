import test from "ava";
import { find, type Registered } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const options = { timeoutSeconds: 100, memoryMiB: 2000 };
const direct = await evaluatePipeline(options);
const queued = await evaluatePipeline({ ...options, ingestion: "queue" });
const ruled = await evaluatePipeline({ ...options, ingestion: "eventbridge" });
const graphs = { direct, queued, ruled };

type Row = [
  graph: keyof typeof graphs,
  name: string,
  watched: string,
  on: string,
  bound: number,
  periods: string,
];

/** Metric, threshold and periods of each alarm, as `bad of all × seconds`. */
const rows: Row[] = [
  [
    "direct",
    "dead-letters",
    "AWS/SQS ApproximateNumberOfMessagesVisible Maximum",
    "dead-letters",
    1,
    "1 of 1 × 300",
  ],
  ["direct", "errors", "AWS/Lambda Errors Sum", "compressor", 1, "2 of 3 × 300"],
  ["direct", "throttles", "AWS/Lambda Throttles Sum", "compressor", 1, "3 of 3 × 300"],
  ["direct", "duration", "AWS/Lambda Duration Maximum", "compressor", 80_000, "1 of 1 × 300"],
  ["direct", "memory", "ImageCompressionPipeline MemoryUsed Maximum", "compressor", 1800, "1 of 1 × 300"],
  [
    "direct",
    "upload-to-output",
    "ImageCompressionPipeline UploadToOutput p90",
    "compressor",
    160_000,
    "2 of 3 × 300",
  ],
  [
    "queued",
    "upload-to-output",
    "ImageCompressionPipeline UploadToOutput p90",
    "compressor",
    1_900_000,
    "2 of 3 × 300",
  ],
  ["queued", "queue-age", "AWS/SQS ApproximateAgeOfOldestMessage Maximum", "uploads", 1800, "1 of 1 × 300"],
  ["ruled", "failed-invocations", "AWS/Events FailedInvocations Sum", "upload-events", 1, "1 of 1 × 300"],
];

for (const [graph, name, watched, on, bound, periods] of rows) {
  test(`the alarm ${name} watches ${watched}, and ${bound} is bad in ${periods} seconds`, (t) => {
    const { inputs } = find(graphs[graph], `images-${name}-alarm`);

    const { namespace, metricName, statistic, extendedStatistic, dimensions } = inputs;
    t.is([namespace, metricName, statistic ?? extendedStatistic].join(" "), watched);
    t.deepEqual(Object.values(dimensions as object), [`images-${on}`]);
    t.is(inputs.comparisonOperator, "GreaterThanOrEqualToThreshold");
    t.is(inputs.threshold, bound);
    t.is(`${inputs.datapointsToAlarm} of ${inputs.evaluationPeriods} × ${inputs.period}`, periods);
  });
}

for (const graph of ["direct", "queued", "ruled"] as const) {
  for (const name of ["errors", "dead-letters"]) {
    test(`${graph}: the alarm ${name} tells where a try is that Lambda ended`, (t) => {
      const { alarmDescription } = find(graphs[graph], `images-${name}-alarm`).inputs;

      t.regex(String(alarmDescription), /type "?platform\.report"? with status timeout or error/);
      t.true(String(alarmDescription).length <= 1024);
    });
  }
}

/** The paging alarms of each kind of ingestion. */
const paging = {
  direct: ["dead-letters", "throttles", "upload-to-output"],
  queued: ["dead-letters", "queue-age", "throttles", "upload-to-output"],
  ruled: ["dead-letters", "failed-invocations", "throttles", "upload-to-output"],
};

for (const way of ["direct", "queued", "ruled"] as const) {
  test(`${way}: one alarm pages as soon as images are left behind`, (t) => {
    const { alarmName, alarmRule } = find(graphs[way], "images-paging-alarm").inputs;

    const names = paging[way].map((name) => `ALARM("images-${name}-alarm")`);
    t.is(alarmRule, names.join(" OR "));
    t.is(alarmName, "images-compressor-paging");
  });

  test(`${way}: without data no alarm is raised, and every description says what to do within AWS's limit`, (t) => {
    const alarms = alarmsOf(graphs[way].resources);
    const metricAlarms = alarms.filter(({ type }) => type.endsWith(":MetricAlarm"));

    t.true(metricAlarms.every(({ inputs }) => inputs.treatMissingData === "notBreaching"));
    for (const { inputs } of alarms) {
      const { length } = String(inputs.alarmDescription);
      t.true(length > 100 && length <= 1024, String(inputs.alarmDescription));
    }
  });
}

test("the longest rule of a composite alarm fits AWS's limit", async (t) => {
  const longest = await evaluatePipeline({ ingestion: "eventbridge" }, "a".repeat(40));

  const { alarmRule } = find(longest, `${"a".repeat(40)}-paging-alarm`).inputs;

  const ofRandomNames = String(alarmRule).length + 8 * paging.ruled.length;
  t.true(ofRandomNames <= 10_240);
});

test("the alarm on dead letters has the command that sends them again", (t) => {
  const { alarmDescription } = find(direct, "images-dead-letters-alarm").inputs;

  t.regex(
    String(alarmDescription),
    /`npx image-compression-pipeline redrive --pipeline images-compressor`\. Runbook/,
  );
});

test("however short the timeout, a wait of less than a quarter of an hour raises no alarm", async (t) => {
  const quick = await evaluatePipeline({ ingestion: "queue", timeoutSeconds: 10 });

  t.is(find(quick, "images-queue-age-alarm").inputs.threshold, 900);
});

test("with a queue the alarm on late outputs allows for the wait that the queue's alarm allows", async (t) => {
  const quick = await evaluatePipeline({ ingestion: "queue", timeoutSeconds: 51 });
  const bound = (name: string) => Number(find(quick, `images-${name}-alarm`).inputs.threshold);

  t.is(bound("queue-age"), 16 * 60);
  t.is(bound("upload-to-output"), (bound("queue-age") + 51) * 1000);
  t.regex(String(find(quick, "images-queue-age-alarm").inputs.alarmDescription), /waited 16 minutes /);
});

test("bounds are whole numbers, whatever the memory and the timeout", async (t) => {
  const graph = await evaluatePipeline({ memoryMiB: 1769, timeoutSeconds: 3 });

  t.is(find(graph, "images-memory-alarm").inputs.threshold, 1592);
  t.is(find(graph, "images-duration-alarm").inputs.threshold, 2400);
});

test("with a queue, alarms name its five attempts and advise lowering a limit that is set", (t) => {
  const told = (name: string) => String(find(queued, `images-${name}-alarm`).inputs.alarmDescription);

  t.regex(told("errors"), /SQS delivers each five times/);
  t.regex(told("throttles"), /: set maximumConcurrency, or lower it,/);
});

test("alarms notify the pipeline's own topic first, and then topics known only later", async (t) => {
  const alarmTopicArns = ["arn:aws:sns:eu-central-1:123456789012:on-call"];

  const { inputs } = find(
    await evaluatePipeline({ alarmEmails: ["ops@example.com"], alarmTopicArns }),
    "images-paging-alarm",
  );

  const topics = ["arn:aws:sns:eu-central-1:123456789012:images-alarm-topic", ...alarmTopicArns];
  t.deepEqual([inputs.alarmActions, inputs.okActions], [topics, topics]);
});

function alarmsOf(resources: Registered[]): Registered[] {
  return resources.filter(({ type }) => /:(?:Metric|Composite)Alarm$/.test(type));
}
