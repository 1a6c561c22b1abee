import test from "ava";
import { runChaos } from "./run.ts";

test("outputs are what the sources demand after faults, killed functions and a killed run", async (t) => {
  const [ingestion, faultRate] = ["direct", 0.05] as const;
  const options = { seconds: 5, changes: 100, seed: 1, ingestion, keys: 20, groupKills: 1, faultRate };

  const { progress, verdict, wrong } = await runChaos(t, options);

  const { traffic, kills } = progress;
  t.deepEqual(wrong, []);
  t.true(verdict.right > 0 && traffic.deletes > 0 && traffic.duplicates > 0, "nothing happened");
  t.is(kills.groups, 1);
});
