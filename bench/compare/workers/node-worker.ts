// Runs one of the Node contenders in a warm process: reads jobs line by line and prints their processor time.
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import sharp, { type JpegOptions } from "sharp";
import { compress } from "../../../handler/image/compress.ts";
import { collectGarbage } from "../../../handler/runtime/collect-garbage.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import type { Job, Measured } from "../contenders.ts";

const limits = { maxPixels: 1e8, maxBytes: 5e7, maxFrames: 500, memoryMiB: 1769 };
setUpSharp(limits.memoryMiB);

type Run = (bytes: Buffer, job: Job) => Promise<Buffer | string>;

const ours: Run = async (bytes, { quality, scale, format, effort }) => {
  const recipe = { quality, scale, format, effort, background: "#ffffff", metadata: "strip" } as const;
  const result = await compress(bytes, [recipe], limits);
  collectGarbage();
  return "reason" in result ? result.reason : (result[0]?.body ?? "nothing");
};

/** Uses sharp as many tutorials do. */
const obvious = (options: JpegOptions): Run => {
  return (bytes, { quality, width }) =>
    sharp(bytes)
      .autoOrient()
      .resize(width)
      .jpeg({ quality, ...options })
      .toBuffer();
};

const runs: Record<string, Run> = {
  ours,
  obvious: obvious({ progressive: true }),
  careful: obvious({ mozjpeg: true }),
};
const [name = ""] = process.argv.slice(2);
const run = runs[name];
if (run === undefined) throw new Error(`No contender ${name}`);

for await (const line of createInterface({ input: process.stdin }))
  console.log(await answer(JSON.parse(line)));

async function answer(job: Job): Promise<string> {
  const start = process.cpuUsage();
  const result = await (run as Run)(readFileSync(job.source), job);
  const { user, system } = process.cpuUsage(start);
  const measured: Measured = {
    milliseconds: (user + system) / 1000,
    megabytes: process.memoryUsage.rss() / 1e6,
    ...(typeof result === "string" && { rejection: result }),
  };
  if (typeof result !== "string") writeFileSync(job.output, result);
  return JSON.stringify(measured);
}
