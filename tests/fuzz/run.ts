import { availableParallelism } from "node:os";
import { GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { owner as accessKey, region, startS3 } from "../helpers/aws/s3.ts";
import { build } from "../helpers/engine/builds.ts";
import { type Owner, temporaryFolder } from "../helpers/temporary-folder.ts";
import type { Case } from "./cases.ts";
import { type Observation, startFunction } from "./function.ts";
import { judge, type Verdict } from "./judge.ts";
import { buckets, type FuzzSettings, fuzzSettings } from "./settings.ts";

export interface Judged extends Verdict {
  case: Case;
  milliseconds: number;
  peakMiB: number;
}

interface Lane {
  kind: FuzzSettings;
  look: (key: string) => Promise<Observation>;
}

/**
 * Uploads every case and invokes the function, with one process per kind of settings and as many cases at once as there
 * are processors.
 */
export async function run(
  owner: Owner,
  cases: Case[],
  timeoutSeconds: number,
  onJudged: (judged: Judged) => void = () => {},
): Promise<Judged[]> {
  const { client, endpoint } = await startS3(owner);
  const lanes = await startLanes(owner, endpoint, timeoutSeconds);
  const done: Judged[] = [];
  const work = async ({ kind, look }: Lane) => {
    for (const one of cases.filter(({ settings }) => settings === kind)) {
      await upload(client, one);
      const judged = await judgeCase(one, await look(one.name), client);
      onJudged(judged);
      done.push(judged);
    }
  };
  const worker = async () => {
    for (let lane = lanes.shift(); lane !== undefined; lane = lanes.shift()) await work(lane);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return done;
}

/** Starts the processes one by one, so the latest is identifiable. */
async function startLanes(owner: Owner, endpoint: string, timeoutSeconds: number): Promise<Lane[]> {
  const project = await build(temporaryFolder(owner), ["build-bundle.ts"]);
  const lanes: Lane[] = [];
  for (const [kind, settings] of Object.entries(fuzzSettings)) {
    const dataFolder = temporaryFolder(owner);
    const place = { region, endpoint, role: accessKey, dataFolder };
    const look = await startFunction(owner, project, settings, place, timeoutSeconds);
    lanes.push({ kind: kind as FuzzSettings, look });
  }
  return lanes;
}

async function upload(client: S3Client, { name, bytes }: Case): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: buckets.source, Key: name, Body: bytes }));
}

async function judgeCase(one: Case, observation: Observation, client: S3Client): Promise<Judged> {
  const read = async (bucket: string, key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return (await Body?.transformToByteArray()) ?? new Uint8Array();
  };
  const verdict = await judge(observation, fuzzSettings[one.settings], read);
  const { milliseconds, peakMiB } = observation;
  return { case: one, milliseconds, peakMiB, ...verdict };
}
