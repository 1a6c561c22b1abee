import test from "ava";
import { optionRules } from "../../components/options/rules-and-defaults.ts";
import { maxReceives } from "../../contract/max-receives.ts";
import { metricUnits } from "../../contract/metrics.ts";
import { rejectionReasons } from "../../contract/rejection.ts";
import { outcomeLines } from "../../handler/telemetry/log.ts";
import { dashboardOf } from "../helpers/graph/dashboard.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";
import { readProjectFile } from "../helpers/root.ts";
import { callsOf, createScriptedStore, reconcileKey } from "../helpers/store/scripted-store.ts";
import { readArithmetic } from "./scale-arithmetic.ts";

const page = readProjectFile("docs/scale.md");
const { inputs, figures } = readArithmetic(page);

test("every figure of the page is the result of its own inputs and formulas", (t) => {
  const all = figures();

  t.deepEqual(
    all.map(({ where, said }) => `${where}: ${said}`),
    all.map(({ where, computed }) => `${where}: ${computed}`),
  );
});

test("every table goes from a thousand to a thousand million uploads a day", (t) => {
  const tables = page.split("| uploads a day |").slice(1);

  const steps = tables.map((table) => table.match(/(?<=^\| )[\d,]+(?= \|)/gm)?.map(asNumber));

  t.deepEqual(steps, Array(3).fill([1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]));
});

test("limits are listed in the order in which they are met", (t) => {
  const met = page.match(/(?<=^\| .*` = )[\d,]{9,}(?= \|$)/gm)?.map(asNumber) ?? [];

  t.true(met.length > 5);
  t.deepEqual(
    met,
    met.toSorted((one, other) => one - other),
  );
});

test("every input says where it is from", (t) => {
  const rows = page.match(/^\| .*\| [\d.,]+(?: to .*)? \| .*\|$/gm)?.filter((row) => /^\| `/.test(row)) ?? [];

  t.true(rows.length > 20);
  t.deepEqual(
    rows.filter((row) => /\| +\|$/.test(row)),
    [],
  );
});

test("the page has the requests that the function makes for an upload", async (t) => {
  const store = createScriptedStore();
  store.putSource("a.png", "v0");

  await reconcileKey(store);

  const source = store.calls.filter((call) => /^(?:GET|HEAD) uploads\//.test(call));
  const output = store.calls.filter((call) => call.startsWith("HEAD outputs/"));
  const made = { sourceReads: source.length, outputReads: output.length, puts: callsOf(store, "PUT").length };
  t.like(inputs, made);
});

test("a line of the log is as long as the page says, give or take a tenth", (t) => {
  const key = "uploads/2026/11/24/photo-0001";
  const outputs = [`${key}.jpg`];
  const size = { bytesIn: 3e6, bytesOut: 4e5, width: 2048, height: 1536 };
  const base = { pipeline: "photos-compressor-1a2b3c4", timestamp: 1.79e12, milliseconds: 1000 };
  const requestId = "00000000-0000-0000-0000-000000000000";

  const [line = ""] = outcomeLines(
    {
      outcomes: [{ rendition: "default", outcome: "compressed", outputs, collision: false, ...size }],
      measures: { ReadDuration: 120, CompressDuration: 800, WriteDuration: 50, MemoryUsed: 240 },
    },
    { ...base, requestId, key: `${key}.png` },
    base.timestamp - 1500,
  );

  t.true(Math.abs(line.length / Number(inputs.line) - 1) < 0.1, `${line.length} bytes`);
});

test("Lambda's two lines are as long as the page says, give or take a tenth", (t) => {
  // https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
  const tracing = {
    spanId: "54565fb41ac79632",
    type: "X-Amzn-Trace-Id",
    value: "Root=1-62e900b2-710d76f009d6e7785905449a;Parent=0efbd19962d95b05;Sampled=1",
  };
  const record = { requestId: "00000000-0000-0000-0000-000000000000", tracing };
  const metrics = { durationMs: 1000.123, billedDurationMs: 1001, memorySizeMB: 1769, maxMemoryUsedMB: 240 };
  const time = "2026-11-24T12:00:00.000Z";

  const lines = [
    { time, type: "platform.start", record: { ...record, version: "$LATEST" } },
    { time, type: "platform.report", record: { ...record, metrics, status: "success" } },
  ];
  const { length } = lines.map((line) => JSON.stringify(line)).join("");

  t.true(Math.abs(length / Number(inputs.platform) - 1) < 0.1, `${length} bytes`);
});

test("memory, metrics and attempts are the defaults of a pipeline", (t) => {
  const { memoryMiB, timeoutSeconds } = optionRules;
  const tries = { receives: maxReceives, visibility: 6 * timeoutSeconds.fallback };
  const metrics = Object.keys(metricUnits).length + rejectionReasons.length;

  t.like(inputs, { memory: memoryMiB.fallback, metrics, ...tries });
});

test("the dashboard shows as many days and tables of the log as the page says", async (t) => {
  const { start, widgets } = dashboardOf(await evaluatePipeline());

  t.is(start, `-P${inputs.days}D`);
  t.is(widgets.filter(({ type }) => type === "log").length, Number(inputs.tables));
});

function asNumber(figure: string): number {
  return Number(figure.replaceAll(",", ""));
}
