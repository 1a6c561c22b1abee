// Runs chaos against the local run: faults, killed functions, killed groups. In the end its outputs must
// match its sources.
import { createWriteStream, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readChaosOptions } from "./options.ts";
import { runChaos } from "./run.ts";
import { progressLine, summary } from "./summary.ts";

const options = readChaosOptions(process.argv.slice(2));
const { seconds, seed, ingestion } = options;
console.log(`${seconds} seconds, ingestion ${ingestion}, seed ${seed}`);

const log = join(mkdtempSync(join(tmpdir(), "chaos-")), "run.log");
const logStream = createWriteStream(log);
const start = performance.now();
const passed = () => (performance.now() - start) / 1000;
const endings: (() => unknown)[] = [];
try {
  const result = await runChaos(
    { teardown: (work) => endings.unshift(work) },
    options,
    (line) => logStream.write(`${new Date().toISOString()} ${line}\n`),
    (progress) => console.log(progressLine(passed(), progress)),
  );
  console.log(summary(result, passed()));
  process.exitCode = result.wrong.length === 0 ? 0 : 1;
} finally {
  for (const end of endings) await end();
  logStream.end();
  console.log(`What the run wrote is in ${log}`);
}
