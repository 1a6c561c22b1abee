import test from "ava";
import { rejectionReasons } from "../../contract/rejection.ts";
import { readProjectFile } from "../helpers/root.ts";
import { emittedMetrics } from "../helpers/store/emitted-metrics.ts";

const page = readProjectFile("docs/metrics.md");
const emitted = await emittedMetrics();
const names = [...new Set(emitted.map(({ name }) => name))];

test("the table has each metric that the function writes, its unit and its further dimension", (t) => {
  const rows = page.matchAll(/^\| `(\w+)` \| (\w+) \| (?:`(\w+)` )?\| .+ \| .+ \|$/gm);
  const told = [...rows].map(([, name = "", unit, by]) => [name, { unit, by }] as const);

  const known = names.map((name) => {
    const same = emitted.filter((metric) => metric.name === name);
    const dimensions = same.flatMap((metric) => Object.keys(metric.dimensions));
    return [name, { unit: same[0]?.unit, by: dimensions.find((key) => key !== "Pipeline") }] as const;
  });
  t.is(told.length, names.length);
  t.deepEqual(Object.fromEntries(told), Object.fromEntries(known));
});

test("the page's numbers of metrics belong to a pipeline with one rendition", (t) => {
  const [, most, own, reasons] = /up to (\d+), (\d+) and (\d+) reasons/.exec(page)?.map(Number) ?? [];

  t.deepEqual([own, reasons], [names.length, rejectionReasons.length]);
  t.is(most, names.length + rejectionReasons.length);
  t.regex(page, new RegExp(`: ${names.length} metrics in the namespace \`${emitted[0]?.namespace}\``));
});

test("a pipeline without failures has ten metrics", (t) => {
  const rare = ["Unchanged", "Rejected", "Failed", "Stale", "Deleted"];
  rare.push("Collisions", "Conflicts", "Unmarkable");

  t.is(names.filter((name) => !rare.includes(name)).length, 10);
});
