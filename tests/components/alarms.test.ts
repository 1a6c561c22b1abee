import { runInNewContext } from "node:vm";
import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../components/index.ts";
import { find, type Registered } from "../helpers/graph.ts";
import { evaluatePipeline } from "../helpers/pipeline.ts";

const options = { timeoutSeconds: 100, memoryMiB: 2000 };
const direct = await evaluatePipeline(options);
const queued = await evaluatePipeline({ ...options, ingestion: "queue" });
const ruled = await evaluatePipeline({ ...options, ingestion: "eventbridge" });
const graphs = { direct, queued, ruled };

interface MetricQuery {
  id: string;
  expression?: string;
  metric?: { namespace: string; metricName: string; dimensions: object; stat: string; period: number };
  returnData?: boolean;
}

type Row = [
  graph: keyof typeof graphs,
  name: string,
  watched: string,
  on: string,
  bound: number,
  periods: string,
];

/** What each alarm watches, from what on it is bad, and in how many of how many periods of how many seconds. */
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

/** What the expression of an alarm makes of these values of its metrics. */
function computed(name: string, values: Record<string, number>): number {
  const queries = find(direct, `images-${name}-alarm`).inputs.metricQueries as MetricQuery[];
  const unknown = Object.keys(values).filter((id) => !queries.some((query) => query.id === id));
  if (unknown.length > 0) throw new Error(`${name} has no ${unknown}`);
  const { expression = "" } = queries.find(({ returnData }) => returnData) ?? {};
  return runInNewContext(expression, {
    ...values,
    IF: (is: boolean, yes: number, no: number) => (is ? yes : no),
  });
}

test("rejections are a share of the images looked at, of at least 20 of them", (t) => {
  t.is(computed("rejections", { rejected: 5, images: 20 }), 25);
  t.is(computed("rejections", { rejected: 19, images: 19 }), 0);
  t.is(computed("rejections", { rejected: 100, images: 1000 }), 10);

  const { inputs } = find(direct, "images-rejections-alarm");
  t.like(inputs, { threshold: 25, comparisonOperator: "GreaterThanOrEqualToThreshold" });
  t.deepEqual([inputs.datapointsToAlarm, inputs.evaluationPeriods], [1, 1]);
});

test("savings are a share of the sources' bytes, of at least 20 images, and may be less than nothing", (t) => {
  t.is(computed("savings", { saved: 900, source: 1000, images: 20 }), 90);
  t.is(computed("savings", { saved: 0, source: 1000, images: 19 }), 100);
  t.is(computed("savings", { saved: -50, source: 1000, images: 20 }), -5);

  const { inputs } = find(direct, "images-savings-alarm");
  t.like(inputs, { threshold: 10, comparisonOperator: "LessThanThreshold" });
  t.deepEqual([inputs.datapointsToAlarm, inputs.evaluationPeriods], [2, 4]);
});

test("the metrics of an expression are of one pipeline, one period and what their ids say", (t) => {
  const metrics = ["rejections", "savings"].flatMap((name) => {
    const queries = find(direct, `images-${name}-alarm`).inputs.metricQueries as MetricQuery[];
    return queries.flatMap(({ id, metric }) => (metric === undefined ? [] : [{ id, ...metric }]));
  });

  t.deepEqual(
    metrics.map(({ id, metricName, stat, period }) => `${id}: ${metricName} ${stat} ${period}`),
    [
      "rejected: Rejected Sum 3600",
      "images: MemoryUsed SampleCount 3600",
      "saved: BytesSaved Sum 21600",
      "source: BytesIn Sum 21600",
      "images: BytesIn SampleCount 21600",
    ],
  );
  t.deepEqual(
    [...new Set(metrics.flatMap(({ dimensions }) => Object.values(dimensions)))],
    ["images-compressor"],
  );
});

test("with several rules their failed invocations are added up", async (t) => {
  const many: ImageCompressionPipelineArgs = {
    ingestion: "eventbridge",
    uploadPrefix: "in/",
    uploadSuffixes: [".png", ".jpg", ".gif"],
  };

  const { inputs } = find(await evaluatePipeline(many), "images-failed-invocations-alarm");

  const queries = inputs.metricQueries as MetricQuery[];
  t.deepEqual(
    queries.map(({ metric, expression }) => metric?.dimensions ?? expression),
    [
      { RuleName: "images-upload-events" },
      { RuleName: "images-upload-events-2" },
      "FILL(rule1, 0) + FILL(rule2, 0)",
    ],
  );
});

/** What calls a person, by way in. */
const paging = {
  direct: ["dead-letters", "throttles", "upload-to-output"],
  queued: ["dead-letters", "queue-age", "throttles", "upload-to-output"],
  ruled: ["dead-letters", "failed-invocations", "throttles", "upload-to-output"],
};

for (const way of ["direct", "queued", "ruled"] as const) {
  test(`${way}: one alarm calls a person as soon as images are left behind`, (t) => {
    const { alarmName, alarmRule } = find(graphs[way], "images-paging-alarm").inputs;

    const names = paging[way].map((name) => `ALARM("images-${name}-alarm")`);
    t.is(alarmRule, names.join(" OR "));
    t.is(alarmName, "images-compressor-paging");
  });

  test(`${way}: without data no alarm is raised, and every one says what to do in what AWS takes`, (t) => {
    const alarms = alarmsOf(graphs[way].resources);
    const metricAlarms = alarms.filter(({ type }) => type.endsWith(":MetricAlarm"));

    t.true(metricAlarms.every(({ inputs }) => inputs.treatMissingData === "notBreaching"));
    for (const { inputs } of alarms) {
      const { length } = String(inputs.alarmDescription);
      t.true(length > 100 && length <= 1024, String(inputs.alarmDescription));
    }
  });
}

test("the longest rule of an alarm over others is one that AWS takes", async (t) => {
  const longest = await evaluatePipeline({ ingestion: "eventbridge" }, "a".repeat(40));

  const { alarmRule } = find(longest, `${"a".repeat(40)}-paging-alarm`).inputs;

  const ofRandomNames = String(alarmRule).length + 8 * paging.ruled.length;
  t.true(ofRandomNames <= 10_240);
});

test("the alarm on dead letters has the command that sends them again", (t) => {
  const { alarmDescription } = find(direct, "images-dead-letters-alarm").inputs;

  t.regex(String(alarmDescription), /npx image-compression-pipeline redrive --pipeline images-compressor /);
});

test("however short the timeout, a wait of less than a quarter of an hour calls nobody", async (t) => {
  const quick = await evaluatePipeline({ ingestion: "queue", timeoutSeconds: 10 });

  t.is(find(quick, "images-queue-age-alarm").inputs.threshold, 900);
});

test("with a queue alarms tell of its five attempts", (t) => {
  t.regex(String(find(queued, "images-errors-alarm").inputs.alarmDescription), /SQS delivers it five times/);
  t.regex(String(find(queued, "images-throttles-alarm").inputs.alarmDescription), /set maximumConcurrency/);
});

test("the topic of a pipeline is told first, and topics that are known later as well", async (t) => {
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
