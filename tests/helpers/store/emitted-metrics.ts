import type { Outcome } from "../../../contract/outcome.ts";
import { type Rejection, rejectionReasons } from "../../../contract/rejection.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { withTiming } from "../../../handler/reconcile/timing.ts";
import { failedLine, outcomeLines, type Reconciled } from "../../../handler/telemetry/log.ts";
import { rendition } from "../images/renditions.ts";
import { compressText, createScriptedStore, type ScriptedStore, settingsWith } from "./scripted-store.ts";

/** A metric in a line of the log. */
export interface Emitted {
  namespace: string;
  name: string;
  unit: string;
  dimensions: Record<string, string>;
}

const context = {
  pipeline: "images-compressor",
  requestId: "id",
  timestamp: 2000,
  key: "a.png",
  milliseconds: 5,
};

/** Lists the metrics in the function's log, as CloudWatch reads them. */
export async function emittedMetrics(): Promise<Emitted[]> {
  const lines = await writtenLines();
  return lines.flatMap(readLine);
}

/**
 * Runs the function's own code on keys with two renditions and with one, over every kind of outcome, and collects its log.
 */
export async function writtenLines(): Promise<string[]> {
  const results = await Promise.all([overwrittenMeanwhile(), nameTaken()].map(reconcileRenditions));
  const rare = [...rejectionReasons.map(rejected), ...others];
  return [
    ...results.flatMap((result) => outcomeLines(result, context, 1000)),
    ...rare.flatMap((outcome) => outcomeLines({ outcomes: [outcome], measures: {} }, context)),
    failedLine(new Error("S3 is away"), context),
  ];
}

function overwrittenMeanwhile(): ScriptedStore {
  const versions = ["v1"];
  return createScriptedStore((call, store) => {
    if (call.startsWith("PUT") && versions.length > 0) store.putSource("a.png", versions.pop() ?? "");
  });
}

function nameTaken(): ScriptedStore {
  const store = createScriptedStore();
  store.objects.set("outputs/a.jpg", { etag: "0", body: Buffer.from("of somebody else"), metadata: {} });
  return store;
}

async function reconcileRenditions(store: ScriptedStore): Promise<Reconciled> {
  store.putSource("a.png", "v0");
  const tools = withTiming(store, compressText);
  const renditions = [
    rendition({ name: "default" }),
    rendition({ name: "thumbnail", outputSuffix: "-small" }),
  ];
  const outcomes = await reconcile("a.png", settingsWith(renditions), tools.store, tools.compress);
  return { outcomes, measures: tools.measures() };
}

const others: Outcome[] = [
  { rendition: "default", outcome: "unchanged", unmarkable: true },
  { rendition: "default", outcome: "stale", stale: ["a.jpg"] },
  { rendition: "default", outcome: "deleted", deleted: ["a.jpg"] },
];

function rejected(reason: Rejection["reason"]): Outcome {
  return { rendition: "default", outcome: "rejected", stale: [], deleted: [], reason, detail: "" };
}

function readLine(line: string): Emitted[] {
  const root = JSON.parse(line);
  const directives: {
    Namespace: string;
    Dimensions: string[][];
    Metrics: { Name: string; Unit: string }[];
  }[] = root._aws?.CloudWatchMetrics ?? [];
  return directives.flatMap(({ Namespace, Dimensions, Metrics }) =>
    Metrics.flatMap(({ Name, Unit }) =>
      Dimensions.map((names) => ({
        namespace: Namespace,
        name: Name,
        unit: Unit,
        dimensions: Object.fromEntries(names.map((name) => [name, root[name]])),
      })),
    ),
  );
}
