import test from "ava";
import { settingsOf } from "../../../cli/configuration/settings.ts";
import { estimateMoney } from "../../../cli/estimate/money.ts";
import { estimateCosts } from "../../../cli/report/costs.ts";
import { estimateSavings } from "../../../cli/report/savings.ts";
import { checkOptions } from "../../../components/checks/check-options.ts";

const mean = { share: 1, milliseconds: 800, bytesIn: 3_000_000, bytesOut: [400_000, 90_000] };

function money(args: Parameters<typeof checkOptions>[0] = {}) {
  const { options } = checkOptions(args);
  return estimateMoney(1e6, mean, options, settingsOf(options, { output: "a", web: "b" }));
}

test("What an estimate costs is what the report would say of the same uploads", (t) => {
  const options = { web: {}, architecture: "x86_64", memoryMiB: 2048, ingestion: "queue" } as const;
  const { costs } = money({ ...options, expireOriginalsAfterDays: 30 });

  const {
    queue,
    logs: _logs,
    total: _total,
    perMillionImages: _million,
    ...others
  } = estimateCosts(
    {
      ...{ looked: 1e6, wrote: 1e6, compressed: 2e6, conflicts: 0, invocations: 1e6, logBytes: 0 },
      duration: 1e6 * mean.milliseconds,
    },
    {
      ...{ memoryMiB: 2048, architecture: "x86_64", logGroup: "", deadLetterQueue: "" },
      settings: { outputNames: 4, isQueued: true, marksSources: true, renditions: [] },
    },
  );
  t.like(costs, { ...others, events: queue });
});

test("A marked source costs a PUT and a GET more", (t) => {
  const [plain, marked] = [money(), money({ archiveOriginalsAfterDays: 30 })];

  const more = (key: "writes" | "reads") => marked.costs[key] - plain.costs[key];
  t.deepEqual(
    [more("writes"), more("reads")].map((dollars) => dollars.toFixed(2)),
    ["5.00", "0.40"],
  );
});

test("What an estimate saves is what the report would say of the same bytes", (t) => {
  const { saved, worth } = money({ expireOriginalsAfterDays: 30, viewsPerImage: 7 });

  const [own = 0] = mean.bytesOut;
  const { dollarsPerMonth } = estimateSavings(1e6 * (mean.bytesIn - own), 30 * 86_400, worth);
  t.is(dollarsPerMonth, saved);
});

test("At the views from which on it pays, it saves what it costs, and with one less it does not", (t) => {
  const { paysFromViews, costs } = money();

  const [enough, fewer] = [0, 1].map((less) => money({ viewsPerImage: Number(paysFromViews) - less }));
  t.true(Math.abs(Number(enough?.saved) - costs.total) < 1e-6);
  t.true(Number(fewer?.saved) < costs.total);
});

test("Where storage alone pays no view is needed, and where outputs are larger none suffices", (t) => {
  const { options } = checkOptions({ expireOriginalsAfterDays: 30, storageDollarsPerGB: 100 });
  const settings = settingsOf(options, { output: "a", web: "b" });
  const larger = { ...mean, bytesOut: [4_000_000] };

  const [storage, never] = [mean, larger].map((each) => estimateMoney(1e6, each, options, settings));

  t.is(storage?.paysFromViews, 0);
  t.is(never?.paysFromViews, null);
});

test("All costs together are their sum, and a million images' logs cost what docs/costs.md says at most", (t) => {
  const { total, ...parts } = money().costs;

  t.is(
    total,
    Object.values(parts).reduce((sum, part) => sum + part, 0),
  );
  t.true(parts.logs > 0.5 && parts.logs <= 1.5, String(parts.logs));
});

test("Of uploads of which half are rejected half are written and save something, and all are looked at", (t) => {
  const { options } = checkOptions({});
  const settings = settingsOf(options, { output: "a", web: "b" });

  const [all, half] = [1, 0.5].map((share) => estimateMoney(1e6, { ...mean, share }, options, settings));

  const halved = (key: "compute" | "writes") => (half?.costs[key] ?? 0) * 2 === all?.costs[key];
  t.true(halved("compute") && halved("writes") && half?.saved === (all?.saved ?? 0) / 2);
  t.deepEqual([half?.costs.invocations, half?.costs.reads], [all?.costs.invocations, all?.costs.reads]);
});

test("Storage is saved only where originals expire, and the pipeline's own output counts alone", (t) => {
  const gigabytes = (1e6 * 2_600_000) / 1024 ** 3;

  const [kept, expiring] = [money(), money({ expireOriginalsAfterDays: 30, storageDollarsPerGB: 0.02 })];

  t.is(kept.worth.storageDollarsPerGB, 0);
  t.true(Math.abs(kept.saved - gigabytes * 0.09) < 1e-6);
  t.true(Math.abs(expiring.saved - gigabytes * 0.11) < 1e-6);
});
