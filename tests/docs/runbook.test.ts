import test from "ava";
import type { Outcome } from "../../contract/outcome.ts";
import { createInvocation } from "../../handler/events/invocation.ts";
import { find } from "../helpers/graph/graph.ts";
import { evaluatePipeline } from "../helpers/graph/pipeline.ts";
import { readProjectFile } from "../helpers/root.ts";
import { s3Event } from "../helpers/store/events.ts";

const page = readProjectFile("docs/runbook.md");

/** The page's sections by the anchors of their headings. */
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [anchor(section.split("\n")[0] ?? ""), section]),
);

const notOfAlarms = ["who-is-told", "follow-one-upload-by-its-key"];

const graphs = await Promise.all(
  (["direct", "queue", "eventbridge"] as const).map((ingestion) => evaluatePipeline({ ingestion })),
);
const alarms = graphs.flatMap(({ resources }) =>
  resources.filter(({ type }) => /:(?:Metric|Composite)Alarm$/.test(type)),
);
const entries = new Set(alarms.map(({ name }) => name.replace(/^images-(.*)-alarm$/, "$1")));

function anchor(heading: string): string {
  return heading.toLowerCase().replaceAll(" ", "-");
}

test("every alarm of every kind of ingestion has its entry, and every entry its alarm", (t) => {
  const ofAlarms = [...sections.keys()].filter((heading) => !notOfAlarms.includes(heading));

  t.deepEqual(ofAlarms.sort(), [...entries].sort());
});

test("every alarm's description ends with its entry", (t) => {
  for (const { name, inputs } of alarms) {
    const [, entry = ""] =
      / Runbook: docs\/runbook\.md#([\w-]+)$/.exec(String(inputs.alarmDescription)) ?? [];
    t.is(name, `images-${entry}-alarm`);
  }
});

for (const entry of entries) {
  test(`the entry ${entry} says what it means, what to look at and what to do`, (t) => {
    const paragraphs = [...(sections.get(entry) ?? "").matchAll(/\*\*(\w+)\*\*/g)].map(([, word]) => word);

    t.deepEqual(paragraphs, ["Means", "Look", "Do"]);
  });
}

test("the entry of the composite alarm names its parts", (t) => {
  const [means = ""] = /\*\*Means\*\*[^:]+:(.*)/.exec(sections.get("paging") ?? "") ?? [];
  const named = [...means.matchAll(/\*([a-z-]+)\*(?!\*)/g)].map(([, name]) => `images-${name}-alarm`);

  const rules = graphs.map((graph) => String(find(graph, "images-paging-alarm").inputs.alarmRule));
  const parts = rules.flatMap((rule) => [...rule.matchAll(/ALARM\("([^"]+)"\)/g)].map(([, name]) => name));
  t.deepEqual(named.sort(), [...new Set(parts)].sort());
});

const sizes = { bytesIn: 2, bytesOut: 1, width: 1, height: 1 };
const outcomes: Outcome[] = [
  { rendition: "d", outcome: "compressed", outputs: ["a.jpg"], collision: false, ...sizes },
  { rendition: "default", outcome: "unchanged" },
  { rendition: "a", outcome: "rejected", reason: "corrupt", detail: "", stale: [], deleted: [] },
  { rendition: "b", outcome: "stale", stale: ["a.jpg"] },
  { rendition: "c", outcome: "deleted", deleted: ["a.jpg"] },
];

/** Collects the function's log lines about this key and then another one: outcomes, a failure, and ignored messages. */
async function linesOf(key: string): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  const handler = createInvocation({
    pipeline: "images",
    sourceBucket: "uploads",
    deadLetters: undefined,
    reconcileKey: async (looked) => {
      if (lines.length > 10) throw new Error(`${looked} failed`);
      return { outcomes, measures: { MemoryUsed: 1 } };
    },
    write: (line) => lines.push(line),
  });
  const run = () => handler(s3Event(key, `${key}2`, `${key}/`), { awsRequestId: "id" });
  await run();
  await run().catch(() => {});
  return lines.map((line) => JSON.parse(line));
}

for (const key of ["uploads/a.png", 'uploads/"quoted"\\ ü.png']) {
  test(`the command that follows one upload finds every log line about ${key}, and no other`, async (t) => {
    const section = sections.get("follow-one-upload-by-its-key") ?? "";
    const [, pattern = ""] = /--filter-pattern '([^']+)'/.exec(section) ?? [];
    const quoted = key.replaceAll(/["\\]/g, "\\$&");

    const lines = await linesOf(key);

    const found = lines.filter((line) =>
      matches(
        pattern.replace("uploads/a.png", () => quoted),
        line,
      ),
    );
    t.deepEqual(
      found.map(({ message }) => message),
      ["compressed", "unchanged", "rejected", "stale", "deleted", "failed"],
    );
    t.true(found.every((line) => line.key === key && line.requestId === "id"));
    t.true(lines.length > 2 * found.length);
  });
}

test("each pattern on the function's messages matches some of its lines", async (t) => {
  const patterns = [...page.matchAll(/--filter-pattern '(\{ \$\.message [^']+)'/g)];
  const lines = await linesOf("uploads/a.png");

  t.true(patterns.length > 2);
  for (const [, pattern = ""] of patterns)
    t.true(
      lines.some((line) => matches(pattern, line)),
      pattern,
    );
});

/**
 * Matches a pattern on one property as CloudWatch Logs does:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
function matches(pattern: string, line: Record<string, unknown>): boolean {
  const [, property = "", text = ""] = /^\{ \$\.(\w+) = "((?:[^"\\]|\\.)*)" \}$/.exec(pattern) ?? [];
  if (property === "") throw new Error(`Not such a pattern: ${pattern}`);
  return line[property] === text.replaceAll(/\\(.)/g, "$1");
}
