import { bytesPerGB, marking, prices, reads } from "../../contract/prices.ts";
import type { Shown, ShownOptions } from "./dashboard-resources.ts";
import { decimal } from "./maths.ts";
import { lambdaMetrics, ownMetrics } from "./metrics.ts";
import {
  type Content,
  type Expression,
  type Metric,
  metricGraph,
  numbers,
  type Row,
  text,
} from "./widgets.ts";

const answer = `## What does it cost?
Reckoned at the prices of us-east-1, without free tiers and reductions, from what CloudWatch knows. S3's requests are estimated: those that each look at an image and each output takes. Not in it are storage, traces, starts of the function, and what metrics, alarms and dashboard cost whatever comes: \`docs/scale.md\` of image-compression-pipeline.`;

export function costRows(shown: Shown, options: ShownOptions): Row[] {
  return [
    { height: 3, widgets: [text(answer)] },
    { height: 6, widgets: [together(shown, options), overTime(shown, options)] },
  ];
}

/** Formulas for the dollars of each period. A metric without a value must not void a sum: hence SUM of ids. */
function dollars({ architecture, memoryMiB, ingestion, marksSources }: ShownOptions) {
  const gigabytes = decimal(memoryMiB / 1024);
  return {
    lambda: `duration / 1000 * ${gigabytes} * ${decimal(prices.computeGBSecond[architecture])} + invocations * ${decimal(prices.invocation)}`,
    s3: `SUM([puts, looks, checks${marksSources ? ", marks" : ""}])`,
    logs: `logged / ${bytesPerGB} * ${prices.logGB}`,
    ingestion: `invocations * ${decimal(prices.ingestion[ingestion])}`,
  };
}

/** Counts a PUT of each output; HEADs of their names and a GET of the source in each round; a HEAD of the source after writing; and its mark. */
function requests({ outputNaming, renditionNames, marksSources }: ShownOptions): Expression[] {
  const names = reads.output[outputNaming] * renditionNames.length;
  const get = decimal(prices.get);
  const after = decimal(reads.afterWriting * prices.get);
  const mark = decimal(marking.reads * prices.get + marking.writes * prices.put);
  return Object.entries({
    puts: `compressed * ${decimal(prices.put)}`,
    looks: `SUM([looked, again]) * ${reads.source + names} * ${get}`,
    checks: `wrote * ${after}`,
    ...(marksSources && { marks: `wrote * ${mark}` }),
  }).map(([id, expression]) => [{ id, label: id, expression, visible: false }]);
}

const labels = { lambda: "Lambda", s3: "S3's requests, about", logs: "logs", ingestion: "ingestion" };

function kinds(options: ShownOptions): { id: keyof typeof labels; label: string; expression: string }[] {
  const formulas = dollars(options);
  const ids = (["lambda", "s3", "logs", "ingestion"] as const).filter(
    (id) => id !== "ingestion" || prices.ingestion[options.ingestion] > 0,
  );
  return ids.map((id) => ({ id, label: labels[id], expression: formulas[id] }));
}

/** Metrics and partial results named in the formulas. */
function used({ functionName, logGroupName }: Shown, options: ShownOptions): (Metric | Expression)[] {
  const [lambda, own] = [lambdaMetrics(functionName), ownMetrics(functionName)];
  return [
    lambda("Duration", { id: "duration", visible: false }),
    lambda("Invocations", { id: "invocations", visible: false }),
    own("Compressed", { id: "compressed", visible: false }),
    // MemoryUsed has one sample for each reconciled image, WriteDuration one for each with new outputs, however many.
    own("MemoryUsed", { id: "looked", stat: "SampleCount", visible: false }),
    own("Conflicts", { id: "again", visible: false }),
    own("WriteDuration", { id: "wrote", stat: "SampleCount", visible: false }),
    ["AWS/Logs", "IncomingBytes", "LogGroupName", logGroupName, { id: "logged", visible: false }],
    ...requests(options),
  ];
}

function together(shown: Shown, options: ShownOptions): Content {
  const parts = kinds(options);
  const sum = `SUM([${parts.map(({ id }) => id).join(", ")}])`;
  return numbers("Dollars in the time shown", shown.region, {
    stat: "Sum",
    metrics: [
      ...used(shown, options),
      ...parts.map((part): Expression => [part]),
      [{ expression: sum, label: "together", id: "total" }],
      [{ expression: "1000000 * total / looked", label: "for a million images", id: "perMillion" }],
    ],
  });
}

function overTime(shown: Shown, options: ShownOptions): Content {
  const anHour = kinds(options).map(({ expression, ...part }): Expression => {
    return [{ ...part, expression: `(${expression}) * 3600 / PERIOD(invocations)` }];
  });
  return metricGraph("Dollars an hour", shown.region, {
    stat: "Sum",
    stacked: true,
    metrics: [...used(shown, options), ...anHour],
  });
}
