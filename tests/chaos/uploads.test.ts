import { existsSync } from "node:fs";
import anyTest from "ava";
import { runUploads } from "./uploads.ts";
import { aws } from "./world/aws-client.ts";

const isInstalled = existsSync(aws);
const test = isInstalled ? anyTest : anyTest.skip;
const skipped = isInstalled ? "" : ` (skipped: ${aws} is not installed)`;

test(`what the aws client was told is there survives kills, and so do its outputs${skipped}`, async (t) => {
  const options = { kills: 2, seed: 1, clients: 1, files: 5, lifeMs: 1500 };

  const { acknowledged, missingSources, missingOutputs } = await runUploads(t, options);

  t.true(acknowledged > 0, "nothing was acknowledged");
  t.deepEqual(missingSources, []);
  t.deepEqual(missingOutputs, []);
});
