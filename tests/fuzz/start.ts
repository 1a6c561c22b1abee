// Sends mutated and truncated images through the function's real process: each has to end as outputs or with
// a reason.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Case, createCases } from "./cases.ts";
import { type Judged, run } from "./run.ts";
import { type FuzzSettings, fuzzSettings } from "./settings.ts";
import { summary } from "./summary.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    count: { type: "string", default: "2000" },
    // A file from an earlier failure, and its settings.
    file: { type: "string" },
    settings: { type: "string", default: "default" },
  },
});

/** Longer than this is a hang. */
const timeoutSeconds = 10;

let folder: string | undefined;
const endings: (() => unknown)[] = [];
try {
  const cases = values.file === undefined ? await seededCases() : [givenCase(values.file)];
  const judged = await run({ teardown: (work) => endings.unshift(work) }, cases, timeoutSeconds, report);
  console.log(summary(judged));
  process.exitCode = judged.every(({ violations }) => violations.length === 0) ? 0 : 1;
} finally {
  for (const end of endings) await end();
}

function seededCases(): Promise<Case[]> {
  console.log(`seed ${values.seed}, ${values.count} files`);
  return createCases(Number(values.seed), Number(values.count));
}

function givenCase(file: string): Case {
  if (!(values.settings in fuzzSettings))
    throw new Error(`--settings must be one of ${Object.keys(fuzzSettings)}; received ${values.settings}`);
  const settings = values.settings as FuzzSettings;
  return { name: "file", format: "given", settings, bytes: readFileSync(file) };
}

/** Keeps a failed file, since its seed makes another one as soon as the fuzzer changes. */
function report({ case: { name, bytes, settings }, violations }: Judged): void {
  if (violations.length === 0) return;
  folder ??= mkdtempSync(join(tmpdir(), "fuzz-failures-"));
  const file = values.file ?? join(folder, name.replaceAll(/[^a-z0-9]+/g, "-"));
  writeFileSync(file, bytes);
  console.log(`FAILED: ${name}\n  ${violations.join("\n  ")}`);
  console.log(`  npm run fuzz -- --settings ${settings} --file ${file}`);
}
