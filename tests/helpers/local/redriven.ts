import { deflateSync } from "node:zlib";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import type { Report } from "../../../cli/redrive/report.ts";
import type { RunCommand } from "../command/command.ts";
import { green, solid } from "../images/images.ts";
import { createChunk } from "../images/png-chunks.ts";
import { type Owner, temporaryFolder } from "../temporary-folder.ts";
import { type RunningStack, startStack } from "./run.ts";
import { upload } from "./uploads.ts";

const afterHeader = 33;

/** Creates a PNG with 80 kB of texts, which take 340 MiB when decoded. No header says so. */
export async function hungryPng(): Promise<Buffer> {
  const png = await solid(green, 64).png().toBuffer();
  const text = deflateSync(Buffer.alloc(7e6, "a"));
  const chunks = Array.from({ length: 10 }, (_, index) =>
    createChunk("zTXt", Buffer.concat([Buffer.from(`text${index}\0\0`), text])),
  );
  return Buffer.concat([png.subarray(0, afterHeader), ...chunks, png.subarray(afterHeader)]);
}

const keyOf = (index: number) => `uploads/${index}.png`;

/** Uploads images which kill a function with little memory, restarts with more memory, and redrives. */
export async function redriveAfterWantOfMemory(
  owner: Owner,
  run: RunCommand,
  { count, ingestion }: { count: number; ingestion: string },
) {
  const folder = temporaryFolder(owner);
  const image = await hungryPng();
  const options = ["--retry-delay", "0.01", "--config", `ingestion=${ingestion}`];
  const poor = await startStack(owner, folder, ...options, "--config", "memoryMiB=192");
  for (let index = 0; index < count; index += 1) await upload(poor, keyOf(index), image);
  const before = await poor.settled();
  await poor.stop();

  const rich = await startStack(owner, folder, ...options, "--config", "memoryMiB=1769");
  const report = await redrive(run, rich);
  const after = await rich.settled();
  return { before, report, after, outputs: await outputCount(rich), again: await redrive(run, rich) };
}

async function redrive(
  run: RunCommand,
  { description }: RunningStack,
): Promise<Report & { code: number | null }> {
  const { functionName, endpoint, region, accessKeyId, secretAccessKey } = description;
  const { code, stdout } = await run(
    ["redrive", "--pipeline", functionName, "--endpoint", endpoint, "--yes", "--json"],
    { AWS_REGION: region, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey },
  ).ended;
  return { code, ...JSON.parse(stdout) };
}

async function outputCount({ client, description }: RunningStack): Promise<number> {
  const { KeyCount } = await client.send(new ListObjectsV2Command({ Bucket: description.outputBucket }));
  return KeyCount ?? 0;
}
