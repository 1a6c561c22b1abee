import test from "ava";
import { runChaos } from "./run.ts";

test("outputs match their sources after faults, killed functions and a killed run", async (t) => {
  const chance = { seed: 1, groupKills: 1, faultRate: 0.05, patienceMs: Number.POSITIVE_INFINITY };
  const options = { seconds: 5, changes: 100, ingestion: "queue" as const, keys: 20, ...chance };

  const { progress, verdict, wrong } = await runChaos(t, options);

  const { traffic, kills, faults } = progress;
  t.deepEqual(wrong, []);
  t.true(verdict.right > 0 && traffic.deletes > 0 && traffic.duplicates > 0, "nothing happened");
  t.true(faults.injected > 0 && kills.functions > 0 && kills.groups > 0, "nothing went wrong");
});
