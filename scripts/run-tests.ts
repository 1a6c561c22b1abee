// Runs ava, passes on what failed and what was skipped, and closes with the counts.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const counts = { passed: 0, failed: 0, skipped: 0 };
const skipped: string[] = [];
let failing = false;

const ava = spawn("ava", ["--tap", ...process.argv.slice(2)], { stdio: ["ignore", "pipe", "inherit"] });
const closed = new Promise<number>((resolve, reject) => {
  ava.on("error", reject);
  ava.on("close", (code) => resolve(code ?? 1));
});

for await (const line of createInterface({ input: ava.stdout })) {
  const result = /^(not ok|ok) \d+ - (.*)$/.exec(line);
  if (result === null) {
    if (failing || (!line.startsWith("    ") && line.startsWith("Bail"))) console.log(line);
    continue;
  }
  const title = result[2] ?? "";
  failing = false;
  if (/# SKIP$/.test(title)) {
    counts.skipped += 1;
    skipped.push(title.replace(/ # SKIP$/, ""));
  } else if (result[1] === "ok") {
    counts.passed += 1;
  } else {
    counts.failed += 1;
    failing = true;
    console.log(`FAILED: ${title}`);
  }
}

const code = await closed;
for (const title of skipped) console.log(`SKIPPED: ${title}`);
if (code !== 0 && counts.failed === 0) console.log(`ava exited with ${code}`);
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = code === 0 && counts.passed > 0 ? 0 : 1;
