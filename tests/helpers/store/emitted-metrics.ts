import type { Outcome } from "../../../contract/outcome.ts";
import { type Rejection, rejectionReasons } from "../../../contract/rejection.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { withTiming } from "../../../handler/reconcile/timing.ts";
import { failedLine, outcomeLines, type Reconciled } from "../../../handler/telemetry/log.ts";
import { rendition } from "../images/renditions.ts";
import { compressText, createScriptedStore, type ScriptedStore, settingsWith } from "./scripted-store.ts";

/** A metric as one line of the log gives it. */
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

/** What the function's log gives CloudWatch. */
export async function emittedMetrics(): Promise<Emitted[]> {
  const lines = await writtenLines();
  return lines.flatMap(readLine);
}

/** What the function's own code writes of looks at images, in two renditions and in one, that meet each kind of thing. */
export async function writtenLines(): Promise<string[]> {
  const looks = await Promise.all([overwrittenMeanwhile(), nameTaken()].map(lookAt));
  const rare = [...rejectionReasons.map(rejected), ...others];
  return [
    ...looks.flatMap((look) => outcomeLines(look, context, 1000)),
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

async function lookAt(store: ScriptedStore): Promise<Reconciled> {
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
  { rendition: "default", outcome: "unchanged" },
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
