import test from "ava";
import { settingsOf } from "../../cli/configuration/settings.ts";
import { estimateMoney } from "../../cli/estimate/money.ts";
import { checkOptions } from "../../components/checks/check-options.ts";
import { Ingestion } from "../../components/index.ts";
import { mostMetrics } from "../../contract/fixed-costs.ts";
import { dollars } from "../../contract/money.ts";
import { bytesPerGB, platformBytes, prices, reads, sampledShare, tracesOf } from "../../contract/prices.ts";
import { dashboardOf, isMetric, linesOf } from "../helpers/graph/dashboard.ts";
import type { Graph } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";
import { readProjectFile } from "../helpers/root.ts";
import { readArithmetic, type Steps } from "./scale-arithmetic.ts";

const page = readProjectFile("docs/costs.md");
const { inputs, scopeOf } = readArithmetic(readProjectFile("docs/scale.md"));
const perMillion = (price: number) => Math.round(price * 1e9) / 1e3;

test("the page has the prices of the dashboard and the command", (t) => {
  const { computePrice, logPrice, ...flat } = inputs as Record<string, number> & Record<string, Steps>;
  const { arm64 } = prices.computeGBSecond;

  t.is(computePrice?.[0]?.[0], arm64);
  t.is(logPrice?.[0]?.[0], prices.logGB);
  t.like(flat, {
    invocationPrice: perMillion(prices.invocation),
    putPrice: perMillion(prices.put),
    getPrice: perMillion(prices.get),
    messagePrice: perMillion(prices.ingestion.queue),
    eventPrice: perMillion(prices.ingestion.eventbridge),
    tracePrice: perMillion(prices.trace),
    sampled: sampledShare,
    metrics: mostMetrics(1),
    scanPrice: prices.scannedGB,
    metricPrice: prices.metric,
    alarmPrice: prices.alarm,
    compositePrice: prices.compositeAlarm,
    dashboardPrice: prices.dashboard,
    sourceReads: reads.source + reads.afterWriting,
    outputReads: reads.output.replace,
    gigabyte: bytesPerGB,
    platform: platformBytes,
  });
});

for (const ingestion of Object.values(Ingestion)) {
  test(`with ${ingestion} there are as many alarms as the page says`, async (t) => {
    const { alarmMetrics, composites } = scopeOf({ ingestion });

    const graph = await evaluatePipeline({ ingestion });

    t.is(watchedMetrics(graph), Number(alarmMetrics));
    t.is(graph.resources.filter(({ type }) => type.endsWith(":CompositeAlarm")).length, Number(composites));
  });
}

for (const args of [
  {},
  { ingestion: Ingestion.queue, alarmEmails: ["a@example.com"] },
  { ingestion: Ingestion.eventbridge, web: {} },
  { ingestion: Ingestion.eventbridge, uploadPrefix: "in/", uploadSuffixes: [".png", ".jpg", ".gif"] },
  { alarmEmails: ["a@example.com"], kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
]) {
  test(`estimate reckons with the fixed costs of what is made: ${JSON.stringify(args)}`, async (t) => {
    const { options } = checkOptions(args);
    const settings = settingsOf(options, { output: "a", web: "b" });
    const mean = { share: 1, milliseconds: 1, bytesIn: 2, bytesOut: [1, 1] };

    const { costs } = estimateMoney(0, mean, options, settings);

    const graph = await evaluatePipeline(args);
    const count = (type: string) => graph.resources.filter((resource) => resource.type.endsWith(type)).length;
    const renditions = settings.renditions.length;
    const alarms = watchedMetrics(graph) * prices.alarm + count(":CompositeAlarm") * prices.compositeAlarm;
    t.like(costs, {
      metrics: (Number(inputs.metrics) + (renditions > 1 ? renditions : 0)) * prices.metric,
      alarms,
      dashboard: count(":Dashboard") * prices.dashboard,
      key: count("kms/key:Key") * prices.key,
    });
  });
}

for (const uploads of [1000, 1_000_000, 100_000_000]) {
  test(`traces of ${uploads} uploads a day are those of docs/scale.md`, (t) => {
    const { tracing } = scopeOf({ uploads, ingestion: "direct", logRetentionDays: "30" });

    t.true(Math.abs((tracesOf(30 * uploads) * prices.trace) / Number(tracing) - 1) < 1e-9);
  });
}

test("the dashboard reads no more metrics than AWS's free tier allows it, 50", async (t) => {
  const counts = await Promise.all(
    Object.values(Ingestion).map(async (ingestion) => {
      const lines = dashboardOf(await evaluatePipeline({ ingestion })).widgets.flatMap(linesOf);
      return new Set(lines.filter(isMetric).map((metric) => metric.slice(0, -1).join(" "))).size;
    }),
  );

  t.true(Math.max(...counts) <= 50, String(counts));
});

test("a million uploads cost what docs/costs.md says", (t) => {
  const month = scopeOf({ uploads: 1e6 / 30, ingestion: "direct", logRetentionDays: "30" });
  const logs = (1e6 * (Number(inputs.line) + Number(inputs.platform)) * prices.logGB) / bytesPerGB;
  const parts = [Number(month.lambda), Number(month.requests), logs];

  const told = ["Lambda:", "S3:", "logs,", "together"].map((row) => dollarsOf(row)[0] ?? Number.NaN);

  const sum = parts.reduce((total, part) => total + part);
  t.deepEqual(
    [...parts, sum].map((exact, at) => Math.abs(exact - (told[at] ?? 0)) < 0.02),
    Array(4).fill(true),
  );
  t.true(logs <= 1.5, `${logs}`);
});

test("a month's metrics, alarms and dashboard cost what docs/costs.md says, and what they cost without uploads", async (t) => {
  const watched = watchedMetrics(await evaluatePipeline());
  const metrics = Number(inputs.metrics) * prices.metric;
  const alarms = watched * prices.alarm + prices.compositeAlarm;
  const { dashboard } = prices;

  const told = ["metrics:", "alarms:", "the dashboard"].map(dollarsOf);

  const made = [
    [metrics, 0],
    [alarms, alarms],
    [dashboard, dashboard],
  ];
  t.deepEqual(
    told,
    made.map((row) => row.map((dollars) => Math.round(dollars * 100) / 100)),
  );
  t.regex(
    page,
    new RegExp(`up to ${inputs.metrics} at \\$0.30.*\\n.* the ${watched} metrics that they watch`),
  );
  const sums = page.match(/(?<=\| together \| )[\d.]+ \| [\d.]+/)?.[0];
  t.is(sums, `${(metrics + alarms + dashboard).toFixed(2)} | ${(alarms + dashboard).toFixed(2)}`);
  const overFreeTier = (watched - 10) * prices.alarm + prices.compositeAlarm;
  t.regex(page, new RegExp(`idle pipeline costs \\$${overFreeTier.toFixed(2)},`));
  t.regex(page, new RegExp(`\`alarmEmails\` adds a key \\(\\${dollars(prices.key)}\\)`));
});

test("a million marks cost what docs/costs.md says", (t) => {
  const words = [prices.get, prices.put, prices.objectTag].map((price) => (price * 1e6).toFixed(2));

  const [read, written, kept] = words;
  t.regex(page, new RegExp(`tags \\(\\$${read} a million\\) and writes them \\(\\$${written} a million\\)`));
  t.regex(page, new RegExp(`S3 takes \\$${kept} a month for a million tags`));
});

test("a view of the dashboard costs what docs/costs.md says", (t) => {
  const { look } = scopeOf({ uploads: 1e6, ingestion: "queue", logRetentionDays: "30" });

  t.regex(page, new RegExp(`three tables, \\$${Number(look).toFixed(2)} at a million images a day`));
});

/** Reads the figures of a row of docs/costs.md by its beginning. */
function dollarsOf(beginning: string): number[] {
  const [row = ""] = page.match(new RegExp(`^\\| ${beginning}.*$`, "m")) ?? [];
  return (row.match(/(?<=\| )[\d.]+(?= \|)/g) ?? []).map(Number);
}

/** AWS bills alarms by the metrics they watch. */
function watchedMetrics({ resources }: Graph): number {
  const alarms = resources.filter(({ type }) => type.endsWith(":MetricAlarm"));
  const queries = alarms.map(
    ({ inputs }) => (inputs.metricQueries ?? [{ metric: inputs }]) as { metric?: object }[],
  );
  return queries.flat().filter(({ metric }) => metric !== undefined).length;
}
