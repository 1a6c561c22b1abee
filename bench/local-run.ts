// Times the local run on an idle machine: from the upload of a photo of 12 megapixels by `aws` to its output, and from SIGTERM to the
// end of the run. Exits with 1 when a median is more than allowed.
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { noise } from "../tests/helpers/images/images.ts";
import { aws, awsS3 } from "../tests/helpers/local/aws-command.ts";
import { startRun } from "../tests/helpers/local/run-process.ts";
import { temporaryFolder } from "../tests/helpers/temporary-folder.ts";
import { until } from "../tests/helpers/until.ts";
import { spread } from "./statistics.ts";

const rounds = 5;
const allowedSeconds = { "output of 12 megapixels": 3, "end after SIGTERM": 2 };

const ends: (() => void)[] = [];
const owner = { teardown: (end: () => void) => ends.unshift(end) };

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

async function measure(photo: string): Promise<Record<keyof typeof allowedSeconds, number>> {
  const options = ["--port", "0", "--page-port", "0", "--data", temporaryFolder(owner)];
  const run = await startRun(owner, [process.execPath, "local/start.ts", "--json", ...options]);
  const { sourceBucket, outputBucket } = run.description;
  const s3 = awsS3(run.description);
  const isThere = () =>
    s3("cp", `s3://${outputBucket}/uploads/photo.jpg`, `${photo}.jpg`).then(
      () => true,
      () => false,
    );

  await s3("cp", photo, `s3://${sourceBucket}/uploads/photo.png`);
  const output = await secondsOf(() => until(isThere, (found) => found));
  return { "output of 12 megapixels": output, "end after SIGTERM": await secondsOf(run.stop) };
}

try {
  const photo = join(temporaryFolder(owner), "photo.png");
  writeFileSync(photo, await noise(1000, 750).resize(4000, 3000).png({ compressionLevel: 1 }).toBuffer());
  console.log((await promisify(execFile)(aws, ["--version"])).stdout.trim());
  const measured = [];
  for (let round = 0; round < rounds; round += 1) measured.push(await measure(photo));
  for (const [what, allowed] of Object.entries(allowedSeconds) as [keyof typeof allowedSeconds, number][]) {
    const { median, low, high } = spread(measured.map((seconds) => seconds[what]));
    const figures = [median, low, high].map((seconds) => seconds.toFixed(2));
    console.log(`${what}: ${figures[0]} s (${figures[1]} to ${figures[2]}), allowed ${allowed} s`);
    if (median > allowed) process.exitCode = 1;
  }
} finally {
  for (const end of ends) end();
}
