// Kills the run (kill -9) at random instants while the real `aws` client uploads: every acknowledged upload
// must have its output in the end.
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Random } from "../helpers/random.ts";
import { positive } from "./options.ts";
import { soakPatienceMs } from "./until-idle.ts";
import { runUploads } from "./uploads.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const options = {
  ...{ kills: positive("--kills", values.kills), seed: positive("--seed", values.seed) },
  ...{ clients: 3, files: 30, patienceMs: soakPatienceMs },
  live: (random: Random) => delay(200 + random.integer(2800)),
};
console.log(`${options.kills} kills, seed ${options.seed}`);

const start = performance.now();
const passed = () => Math.round((performance.now() - start) / 1000);
const endings: (() => unknown)[] = [];
try {
  const owner = { teardown: (work: () => void) => endings.unshift(work) };
  const result = await runUploads(owner, options, (kills, acknowledged) => {
    if (kills % 10 === 0) console.log(`${passed()} s, ${kills} kills, ${acknowledged} uploads acknowledged`);
  });
  const { acknowledged, missingSources, missingOutputs, deadLetters } = result;
  console.log(
    `${options.kills} kills, ${acknowledged} uploads acknowledged, ${missingSources.length} sources and ${missingOutputs.length} outputs missing, ${deadLetters} dead letters, ${passed()} s`,
  );
  for (const key of missingOutputs.slice(0, 20)) console.log(`MISSING: ${key}`);
  const isWrong = missingSources.length + missingOutputs.length + deadLetters > 0 || acknowledged === 0;
  process.exitCode = isWrong ? 1 : 0;
} finally {
  for (const end of endings) await end();
}
