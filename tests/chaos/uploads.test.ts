import { existsSync } from "node:fs";
import anyTest from "ava";
import { aws } from "../helpers/local/aws-command.ts";
import type { Random } from "../helpers/random.ts";
import { until } from "../helpers/until.ts";
import { runUploads } from "./uploads.ts";

const isInstalled = existsSync(aws);
const test = isInstalled ? anyTest : anyTest.skip;
const skipped = isInstalled ? "" : ` (skipped: ${aws} is not installed)`;

test(`uploads acknowledged to the aws client survive kills, and so do their outputs${skipped}`, async (t) => {
  const live = async (random: Random, acknowledged: () => number) => {
    const wanted = acknowledged() + 1 + random.integer(4);
    await until(
      async () => acknowledged(),
      (count) => count >= wanted,
    );
  };
  const options = { kills: 2, seed: 1, clients: 1, files: 5, live, patienceMs: Number.POSITIVE_INFINITY };

  const { acknowledged, missingSources, missingOutputs } = await runUploads(t, options);

  t.true(acknowledged > 0, "nothing was acknowledged");
  t.deepEqual(missingSources, []);
  t.deepEqual(missingOutputs, []);
});
