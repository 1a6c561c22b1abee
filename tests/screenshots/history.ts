import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import type { Status } from "../../local/page/server.ts";
import { type LocalRun, startLocalRun } from "../../local/run.ts";
import { createRandom } from "../helpers/random.ts";
import { until } from "../helpers/until.ts";
import { paint, scenes } from "./scenes.ts";

const minuteMs = 60_000;
const [historyMinutes, stepMinutes] = [22 * 60, 5];

const config = ["maxDimension=1200", "renditions[0].name=thumbnail", "renditions[0].maxDimension=480"];

/** Starts a run with a day's history: the metrics' clock moves on between the uploads. */
export async function startUsedRun(dataFolder: string): Promise<LocalRun> {
  let agoMs = historyMinutes * minuteMs;
  const options = {
    stack: "dev",
    port: 0,
    pagePort: 0,
    dataFolder,
    config,
    json: true,
    retryDelaySeconds: 0,
  };
  const run = await startLocalRun(options, { now: () => Date.now() - agoMs, log: () => {} });
  const upload = uploadsTo(run);
  const random = createRandom(7);
  const photos = await Promise.all(
    scenes.map(async (scene) => ({ name: scene.name, bytes: await paint(scene) })),
  );
  for (; agoMs > 0; agoMs -= stepMinutes * minuteMs) {
    // The last uploads have the scenes' own names; earlier ones are in albums.
    const last = photos[agoMs / (stepMinutes * minuteMs) - 1];
    const images = Array.from({ length: busy(agoMs) + random.integer(2) }, () => random.pick(photos));
    if (last !== undefined) await upload(last.name, last.bytes);
    else for (const { name, bytes } of images) await upload(`album-${random.integer(10_000)}/${name}`, bytes);
    if (random.happens(0.03)) await upload("shopping-list.txt", Buffer.from("milk, bread"));
    await settled(run);
  }
  return run;
}

/** Returns more uploads in the middle of the day than at its ends. */
function busy(agoMs: number): number {
  const dayMs = 24 * 60 * minuteMs;
  return 1 + Math.round(2 * Math.sin((Math.PI * agoMs) / dayMs) ** 2);
}

function uploadsTo({ description }: LocalRun) {
  const { endpoint, region, sourceBucket } = description;
  const client = new S3Client({ endpoint, region, credentials: description, forcePathStyle: true });
  return async (name: string, Body: Uint8Array) => {
    await client.send(new PutObjectCommand({ Bucket: sourceBucket, Key: `uploads/${name}`, Body }));
  };
}

async function settled({ description }: LocalRun): Promise<void> {
  const status = async () => (await fetch(`${description.page}status.json`)).json() as Promise<Status>;
  await until(status, ({ pending }) => pending === 0);
}
