// Runs ava, prints the failed and the skipped tests, and ends with the counts. `--engine` runs only the tests on the real Pulumi
// engine; other arguments go to ava.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

const engineTests = "tests/{engine,upgrade,package,plugin,examples,docs}/**/*.test.ts";

/** Hundreds of processes load the same packages: each finds them compiled by the ones before. */
const compileCache = join(import.meta.dirname, "../node_modules/.cache/compile");

const counts = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];

async function runAva(args: string[]): Promise<number> {
  const ava = spawn("ava", ["--tap", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { NODE_COMPILE_CACHE: compileCache, ...process.env },
  });
  const closed = new Promise<number>((resolve, reject) => {
    ava.on("error", reject);
    ava.on("close", (code) => resolve(code ?? 1));
  });
  let failing = false;
  for await (const line of createInterface({ input: ava.stdout })) {
    const [, status, title = ""] = /^(not ok|ok) \d+ - (.*)$/.exec(line) ?? [];
    if (status !== undefined) failing = count(status, title);
    else if (failing || line.startsWith("Bail")) console.log(line);
  }
  return closed;
}

/** Returns true if the test failed: the lines after it say why. */
function count(status: string, title: string): boolean {
  if (title.endsWith(" # SKIP")) {
    counts.skipped += 1;
    skipped.push(title.replace(/ # SKIP$/, ""));
    return false;
  }
  if (status === "ok") {
    counts.passed += 1;
    return false;
  }
  counts.failed += 1;
  console.log(`FAILED: ${title}`);
  return true;
}

const [argument, ...others] = process.argv.slice(2);
const args = argument === undefined ? [] : [argument === "--engine" ? engineTests : argument, ...others];
const code = await runAva(args);
if (code !== 0 && counts.failed === 0) console.log(`ava exited with ${code}`);
for (const title of skipped) console.log(`SKIPPED: ${title}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = code === 0 && counts.passed > 0 ? 0 : 1;
