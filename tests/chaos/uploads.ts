import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { S3Client } from "@aws-sdk/client-s3";
import { noise } from "../helpers/images/images.ts";
import { createRandom, type Random } from "../helpers/random.ts";
import { type Owner, temporaryFolder } from "../helpers/temporary-folder.ts";
import { untilIdle } from "./until-idle.ts";
import { uploadFolder } from "./world/aws-client.ts";
import { freePorts } from "./world/free-ports.ts";
import { type Group, startGroup } from "./world/group.ts";
import { listObjects } from "./world/listing.ts";

export interface UploadOptions {
  kills: number;
  seed: number;
  /** The number of concurrent clients, and of files in each upload. */
  clients: number;
  files: number;
  /** Resolves when it is time to kill the run; receives the random source and the number of acknowledged uploads. */
  live: (random: Random, acknowledged: () => number) => Promise<void>;
  /** Longest wait for pending events at the end, in milliseconds. */
  patienceMs: number;
}

export interface UploadResult {
  acknowledged: number;
  /** Acknowledged keys without a source, and without an output. */
  missingSources: string[];
  missingOutputs: string[];
  deadLetters: number;
}

/** Kills the run repeatedly while `aws` clients upload, and then looks for every acknowledged upload. */
export async function runUploads(
  owner: Owner,
  { kills, seed, clients, files, live, patienceMs }: UploadOptions,
  onKill: (kills: number, acknowledged: number) => void = () => {},
): Promise<UploadResult> {
  const folder = await fillFolder(temporaryFolder(owner), files);
  const group = await start(owner);
  const acknowledged = new Set<string>();
  const random = createRandom(seed);
  let isOver = false;
  const client = async (_: unknown, number: number) => {
    for (let round = 0; !isOver; round += 1) {
      const prefix = `uploads/${number}/${round}/`;
      await uploadFolder(folder, prefix, group.description, (key) => acknowledged.add(key));
    }
  };
  const uploading = Promise.all(Array.from({ length: clients }, client));
  for (let killed = 1; killed <= kills; killed += 1) {
    await live(random, () => acknowledged.size);
    await group.kill();
    onKill(killed, acknowledged.size);
  }
  isOver = true;
  await uploading;
  await untilIdle(group, patienceMs);
  return findMissing(group, acknowledged);
}

async function fillFolder(folder: string, files: number): Promise<string> {
  const image = await noise(60, 40).jpeg().toBuffer();
  for (let number = 0; number < files; number += 1) {
    writeFileSync(join(folder, `${number}.jpg`), image);
  }
  return folder;
}

async function start(owner: Owner): Promise<Group> {
  const [port, pagePort] = await freePorts(2);
  const args = ["--data", temporaryFolder(owner), "--port", String(port), "--page-port", String(pagePort)];
  return startGroup(owner, { command: () => ["local/start.ts", "--json", ...args] });
}

/** Finds outputs by their source's name: both end in .jpg. */
async function findMissing(group: Group, acknowledged: Set<string>): Promise<UploadResult> {
  const { deadLetters } = await group.status();
  const { endpoint, region, sourceBucket, outputBucket } = group.description;
  const client = new S3Client({ endpoint, region, credentials: group.description, forcePathStyle: true });
  const sources = await listObjects(client, sourceBucket);
  const outputs = await listObjects(client, outputBucket);
  client.destroy();
  return {
    acknowledged: acknowledged.size,
    missingSources: [...acknowledged].filter((key) => !sources.has(key)),
    missingOutputs: [...acknowledged].filter((key) => !outputs.has(key)),
    deadLetters,
  };
}
