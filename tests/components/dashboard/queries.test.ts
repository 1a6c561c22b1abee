import test from "ava";
import { dashboardOf } from "../../helpers/graph/dashboard.ts";
import { find } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { writtenLines } from "../../helpers/store/emitted-metrics.ts";

const graph = await evaluatePipeline();
const { widgets } = dashboardOf(graph);
const queries = graph.resources.filter(({ type }) => type.endsWith(":QueryDefinition"));
const lines: Record<string, unknown>[] = (await writtenLines()).map((line) => JSON.parse(line));

test("the dashboard's queries are saved under the function's name, and one that follows an upload", (t) => {
  const saved = ["largest-images", "slowest-images", "problems", "one-upload"].map((query) => {
    return find(graph, `images-${query}-query`).inputs;
  });

  t.deepEqual(
    saved.map(({ name }) => name),
    ["largest-images", "slowest-images", "problems", "one-upload"].map(
      (query) => `images-compressor/${query}`,
    ),
  );
  const shown = widgets
    .filter(({ type }) => type === "log")
    .map(({ properties }) => String(properties.query));
  const asked = saved.map(({ queryString }) => String(queryString));
  t.deepEqual(
    asked.filter((query) => !shown.some((text) => text.endsWith(query))),
    asked.slice(-1),
  );
  t.true(saved.every(({ logGroupNames }) => String(logGroupNames) === "images-compressor-logs"));
});

test("queries ask for fields that the function's lines have", (t) => {
  const known = new Set(["@timestamp", ...lines.flatMap(Object.keys)]);

  const asked = queries.map(
    ({ inputs }) => /^fields (.*?) \|/.exec(String(inputs.queryString))?.[1]?.split(", ") ?? [],
  );

  t.is(asked.length, 4);
  for (const fields of asked) {
    t.true(fields.length > 5);
    t.deepEqual(
      fields.filter((field) => !known.has(field)),
      [],
    );
  }
});

test("queries filter by values that the function writes", (t) => {
  const messages = new Set(lines.map(({ message }) => message));

  const problems = /filter message in (\[.*?\])/.exec(
    String(find(graph, "images-problems-query").inputs.queryString),
  );

  const named: string[] = JSON.parse(problems?.[1] ?? "[]");
  t.deepEqual(
    named.filter((message) => !messages.has(message)),
    [],
  );
  t.is(named.length, 3);
});

test("an image in two renditions is one row of the largest and slowest, from the line with WriteDuration", (t) => {
  const compressed = lines.filter(({ message }) => message === "compressed");

  const counted = compressed.filter((line) => "WriteDuration" in line);

  t.deepEqual([compressed.length, counted.length], [4, 2]);
  for (const name of ["largest", "slowest"]) {
    t.regex(
      String(find(graph, `images-${name}-images-query`).inputs.queryString),
      / \| filter ispresent\(WriteDuration\) \| /,
    );
  }
});
