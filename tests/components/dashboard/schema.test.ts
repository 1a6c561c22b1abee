import { Ajv } from "ajv";
import test from "ava";
import { longestName } from "../../../components/checks/component-name.ts";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { existing } from "../../engine/option-changes.ts";
import { dashboardOf, isExpression, linesOf } from "../../helpers/graph/dashboard.ts";
import { dashboardSchema } from "../../helpers/graph/dashboard-schema.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const web = { format: "webp", quality: 40 } as const;
const renditions = [{ name: "thumbnail", maxDimension: 256 }, { name: "large" }];

const configurations: Record<string, ImageCompressionPipelineArgs> = {
  "the defaults": {},
  "a queue": { ingestion: "queue" },
  EventBridge: { ingestion: "eventbridge", uploadPrefix: "in/", uploadSuffixes: [".png", ".jpg", ".webp"] },
  "renditions and a third bucket": { renditions, web, maxDimension: 2048, expireOriginalsAfterDays: 30 },
  "a customer's key": { kmsKeyArn: existing.keyArn, alarmEmails: ["a@example.com"] },
};

const bodies = await Promise.all(
  Object.entries(configurations).map(async ([title, args]) => {
    return { title, body: dashboardOf(await evaluatePipeline(args)) };
  }),
);

const validate = new Ajv({ discriminator: true, allowUnionTypes: true }).compile(dashboardSchema);

for (const { title, body } of bodies) {
  test(`with ${title} the dashboard follows CloudWatch's documentation, and its limits`, (t) => {
    validate(body);
    t.deepEqual(validate.errors ?? [], []);
    const metrics = body.widgets.flatMap(linesOf).length;
    t.true(metrics > 50 && metrics <= 2500, `${metrics} metrics`);
    const texts = body.widgets.flatMap(({ properties: { markdown } }) =>
      markdown ? [String(markdown)] : [],
    );
    t.true(Math.max(...texts.map((text) => Buffer.byteLength(text))) <= 10_240);
  });

  test(`with ${title} widgets do not overlap, fill their rows, and stay within 24 columns`, (t) => {
    const cells = body.widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, cell) => [x + (cell % width), y + Math.floor(cell / width)]),
    );
    t.true(cells.every(([column = 24]) => column < 24));
    t.is(new Set(cells.map(String)).size, cells.length);
    t.is(cells.length % 24, 0);
  });

  test(`with ${title} expressions use CloudWatch's metric math on ids of their own widget`, (t) => {
    for (const lines of body.widgets.map(linesOf)) {
      const ids = lines.map((line) => (line.at(-1) as { id?: string }).id).filter((id) => id !== undefined);
      const known = new Set([...ids, "PERIOD", "SUM"]);
      const words = lines.filter(isExpression).flatMap(([line]) => line.expression.match(/[a-z]\w*/gi) ?? []);
      t.is(new Set(ids).size, ids.length);
      t.deepEqual(
        words.filter((word) => !known.has(word)),
        [],
      );
    }
  });
}

test("saved queries are within the limits of Logs Insights, whatever the pipeline's name", async (t) => {
  const { resources } = await evaluatePipeline({}, "i".repeat(longestName));
  const queries = resources.filter(({ type }) => type.endsWith(":QueryDefinition"));

  t.is(queries.length, 4);
  for (const { inputs } of queries) {
    t.true(`${inputs.name}-0a1b2c3`.length <= 255);
    t.true(String(inputs.queryString).length <= 10_000);
  }
});

const widget = (type: string, properties: object, place = {}) => ({
  widgets: [{ type, properties, ...place }],
});
const metricOf = (more: object, line: unknown = ["a", "b"]) => {
  return widget("metric", { region: "", metrics: [line], ...more });
};

for (const [mistake, right, wrong] of [
  ["a misspelt property", widget("text", { markdown: "a" }), widget("text", { markdwon: "a" })],
  [
    "a place beyond the columns",
    widget("text", { markdown: "a" }, { x: 23 }),
    widget("text", { markdown: "a" }, { x: 24 }),
  ],
  [
    "a query of no log group",
    widget("log", { region: "", query: "SOURCE 'a'" }),
    widget("log", { region: "", query: "fields a" }),
  ],
  [
    "an id in upper case",
    metricOf({}, [{ expression: "1", id: "a" }]),
    metricOf({}, [{ expression: "1", id: "A" }]),
  ],
  ["a period of 61 seconds", metricOf({ period: 60 }), metricOf({ period: 61 })],
  ["a statistic that there is not", metricOf({ stat: "p99.9" }), metricOf({ stat: "Median" })],
  ["a start to come", { start: "-P1D", widgets: [] }, { start: "P1D", widgets: [] }],
] as const) {
  test(`the schema refuses ${mistake}`, (t) => {
    t.true(validate(right));
    t.false(validate(wrong));
  });
}
