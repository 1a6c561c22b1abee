import { fileURLToPath } from "node:url";
import { S3Client } from "@aws-sdk/client-s3";
import { patient } from "../../helpers/local/run-process.ts";
import { createRandom, type Random } from "../../helpers/random.ts";
import { type Owner, temporaryFolder } from "../../helpers/temporary-folder.ts";
import type { ChaosOptions } from "../options.ts";
import { freePorts } from "./free-ports.ts";
import { type Group, startGroup } from "./group.ts";
import { type DeployedPipeline, findDeployed } from "./pipeline.ts";
import { compressPool, createPool, type OutputEtags, type Pool } from "./sources.ts";

/** A run, its clients, and the expected outputs of its sources. */
export interface World {
  group: Group;
  client: S3Client;
  pipeline: DeployedPipeline;
  pool: Pool;
  made: OutputEtags;
  keys: string[];
  dataFolder: string;
  random: Random;
  faults: Faults;
}

interface Faults {
  /** The share of spoilt answers after the next start, from 0 to 1. */
  rate: number;
  injected: number;
}

const entry = fileURLToPath(import.meta.resolve("./entry.ts"));

export async function createWorld(
  owner: Owner,
  options: ChaosOptions,
  onLine: (line: string) => void,
): Promise<World> {
  const dataFolder = temporaryFolder(owner);
  const faults: Faults = { rate: options.faultRate, injected: 0 };
  const group = await startWithFaults(owner, options, dataFolder, faults, onLine);
  const { description } = group;
  const { endpoint, region } = description;
  const access = { endpoint, region, credentials: description, forcePathStyle: true, maxAttempts: 1 };
  const client = new S3Client(access);
  owner.teardown(() => client.destroy());
  const pipeline = await findDeployed(description);
  const pool = await createPool();
  const made = await compressPool(pool, pipeline.settings);
  const keys = Array.from({ length: options.keys }, (_, index) => keyOf(index));
  return {
    group,
    client,
    pipeline,
    pool,
    made,
    keys,
    dataFolder,
    random: createRandom(options.seed),
    faults,
  };
}

async function startWithFaults(
  owner: Owner,
  options: ChaosOptions,
  dataFolder: string,
  faults: Faults,
  onLine: (line: string) => void,
): Promise<Group> {
  const ports = await freePorts(2);
  return startGroup(owner, {
    command: (start) => [
      ...[entry, String(faults.rate), String(options.seed + start)],
      ...["--data", dataFolder, "--port", String(ports[0]), "--page-port", String(ports[1])],
      ...config(options),
    ],
    onLine: (line) => {
      if (line.startsWith('{"fault":')) faults.injected += 1;
      onLine(line);
    },
  });
}

function config({ ingestion }: ChaosOptions): string[] {
  return [
    patient,
    "mirrorDeletions=true",
    "outputNaming=append",
    `ingestion=${ingestion}`,
    "effort=fast",
    "renditions[0].name=small",
    "renditions[0].maxDimension=8",
  ].flatMap((option) => ["--config", option]);
}

/** Gives every fifth key characters to encode in events, addresses and metadata. */
function keyOf(index: number): string {
  const name = String(index).padStart(3, "0");
  return `uploads/${index % 5 === 0 ? `${name} ü+%2F&` : name}.png`;
}
