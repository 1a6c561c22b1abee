// Measures the share of processor time spent on metrics and logs, in one run: the same key is reconciled with and without them, in
// turn. The share is as large as it gets: S3 is an object in memory, because a real client's work would hide some of it, and the
// image is small. Writes its section of bench/results.md.

import { openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { devNull } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import type { Settings } from "../contract/settings.ts";
import { createInvocation } from "../handler/events/invocation.ts";
import { compress } from "../handler/image/compress.ts";
import type { ObjectStore } from "../handler/reconcile/object-store.ts";
import { reconcile } from "../handler/reconcile/reconcile.ts";
import { withTiming } from "../handler/reconcile/timing.ts";
import { setUpSharp } from "../handler/runtime/set-up-sharp.ts";
import { limits, rendition } from "../tests/helpers/images/renditions.ts";
import { observabilityHeading, table } from "./compare/report.ts";
import { cpuMilliseconds } from "./processor-time.ts";
import { withSection } from "./sections.ts";
import { interval95 } from "./statistics.ts";

const allowedShare = 0.05;
const warmUps = 20;
const rounds = 300;

const settings: Settings = {
  sourceBucket: "uploads",
  outputNaming: "replace",
  limits,
  renditions: [rendition({ name: "default", quality: 80 })],
};
setUpSharp(settings.limits.memoryMiB);

const noise = { type: "gaussian", mean: 128, sigma: 30 } as const;
const photo = await sharp({
  create: { width: 1000, height: 1000, channels: 3, background: "#808080", noise },
})
  .jpeg({ quality: 92 })
  .toBuffer();

/** Holds this photo under every key, and no output. */
const store: ObjectStore = {
  head: async (bucket) => (bucket === settings.sourceBucket ? { etag: "v0", metadata: {} } : undefined),
  get: async () => ({ etag: "v0", length: photo.length, read: async () => photo, discard: () => {} }),
  put: async () => true,
  delete: async () => true,
  readTags: async () => [],
  writeTags: async () => true,
};

const log = openSync(devNull, "w");
const observed = createInvocation({
  pipeline: "bench",
  sourceBucket: settings.sourceBucket,
  deadLetters: undefined,
  reconcileKey: async (key) => {
    const tools = withTiming(store, compress);
    const outcomes = await reconcile(key, settings, tools.store, tools.compress);
    return { outcomes, measures: tools.measures() };
  },
  write: (line) => writeSync(log, `${line}\n`),
});

const ways = {
  bare: () => reconcile("a.jpg", settings, store, compress),
  observed: () => {
    const record = {
      eventTime: new Date().toISOString(),
      s3: { bucket: { name: "uploads" }, object: { key: "a.jpg" } },
    };
    return observed({ Records: [record] }, { awsRequestId: "00000000-0000-0000-0000-000000000000" });
  },
};

const shares: number[] = [];
const bareTimes: number[] = [];
for (let round = 1 - warmUps; round <= rounds; round += 1) {
  const order = round % 2 === 0 ? (["bare", "observed"] as const) : (["observed", "bare"] as const);
  const spent = { bare: 0, observed: 0 };
  for (const way of order) spent[way] = await cpuMilliseconds(ways[way]);
  if (round <= 0) continue;
  shares.push(spent.observed / spent.bare - 1);
  bareTimes.push(spent.bare);
}

const { mean, low, high } = interval95(shares);
const percent = (share: number) => (100 * share).toFixed(2);
const figures = table(
  ["more CPU with them", "95 % confidence interval", "at most"],
  [[`${percent(mean)} %`, `${percent(low)} to ${percent(high)} %`, `${percent(allowedShare)} %`]],
);
const section = `## ${observabilityHeading}

\`npm run bench:observability\` wrote this on ${new Date().toISOString().slice(0, 10)}. It measures the processor time of reconciling one key, ${interval95(bareTimes).mean.toFixed(0)} ms without metrics and logs, with and without them in turn, ${rounds} times each. S3 is a map in memory.

${figures}
Made with Node ${process.versions.node}, sharp ${sharp.versions.sharp}.
`;
console.log(section);
const file = join(import.meta.dirname, "results.md");
if (high <= allowedShare) writeFileSync(file, withSection(readFileSync(file, "utf8"), section));
else process.exitCode = 1;
