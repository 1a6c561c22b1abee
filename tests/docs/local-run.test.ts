import test from "ava";
import { callNames as cloudWatchCalls } from "../../local/aws/cloudwatch/api/api.ts";
import { functionNames } from "../../local/aws/cloudwatch/expression-value.ts";
import { statisticNames } from "../../local/aws/cloudwatch/statistic.ts";
import { callNames as sqsCalls } from "../../local/aws/sqs/api.ts";
import { readProjectFile } from "../helpers/root.ts";

const page = readProjectFile("docs/local-run.md");

function named(pattern: RegExp): string[] {
  const [text = ""] = pattern.exec(page)?.slice(1) ?? [];
  return [...text.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

const lists: [what: string, pattern: RegExp, known: string[]][] = [
  ["CloudWatch's calls", /^\| CloudWatch \| (.+?) \|/m, cloudWatchCalls],
  ["SQS's calls", /^\| SQS \| (.+?) \|/m, sqsCalls],
  ["functions of metric math", /the functions (.+?)\. Any other/, functionNames],
  ["statistics", /^- Statistics are (.+?) and percentiles/m, statisticNames],
];

for (const [what, pattern, known] of lists) {
  test(`the page lists all of ${what} that the local run supports`, (t) => {
    t.deepEqual(named(pattern), known.toSorted());
  });
}
