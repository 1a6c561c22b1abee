import { setTimeout as delay } from "node:timers/promises";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Random } from "../../helpers/random.ts";
import type { Group } from "./group.ts";
import type { Pool } from "./sources.ts";

/** What a source may be: the ETag of its bytes, or `undefined` when it is absent. */
type State = string | undefined;

export interface Traffic {
  puts: number;
  overwrites: number;
  deletes: number;
  duplicates: number;
  /** Calls that the group's death left without an answer. */
  unanswered: number;
  /** What was refused although nobody asked for that. */
  refused: string[];
  /** For every key, what it may be after all that was acknowledged. */
  possible: Map<string, Set<State>>;
}

interface Needs {
  client: S3Client;
  bucket: string;
  group: Group;
  keys: string[];
  pool: Pool;
  random: Random;
  /** Delivers events of keys once more. */
  repeat: (keys: string[]) => Promise<void>;
  /** Whether there are so many events that a connection has to wait. */
  isBusy: () => boolean;
}

const connections = 8;
const hotKeys = 1;
const burstLength = 5;

export function createTraffic(keys: string[]): Traffic {
  const possible = new Map(keys.map((key) => [key, new Set<State>([undefined])]));
  return { puts: 0, overwrites: 0, deletes: 0, duplicates: 0, unanswered: 0, refused: [], possible };
}

/** Puts, overwrites, deletes and repeats events until `isOver`. A key belongs to one connection, which knows what it may be. */
export async function drive(traffic: Traffic, needs: Needs, isOver: () => boolean): Promise<void> {
  const connection = async (_: unknown, at: number) => {
    const keys = needs.keys.filter((_key, index) => index % connections === at);
    while (!isOver()) {
      await needs.group.ready();
      if (needs.isBusy()) await delay(20);
      else await changeOne(keys, traffic, needs);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}

/** A few keys change all the time, so that events of one key meet. */
function chooseKey(keys: string[], random: Random): string {
  return random.pick(random.happens(0.4) ? keys.slice(0, hotKeys) : keys);
}

/** Now and then many times at once, between two versions, so that the function meets v0 → v1 → v0. */
async function changeOne(keys: string[], traffic: Traffic, needs: Needs): Promise<void> {
  const { random, pool } = needs;
  const key = chooseKey(keys, random);
  if (random.happens(0.7)) return act(key, traffic, needs);
  const versions = new Map([random.pick([...pool]), random.pick([...pool])]);
  for (let times = 0; times < burstLength; times += 1) await act(key, traffic, { ...needs, pool: versions });
}

async function act(key: string, traffic: Traffic, needs: Needs): Promise<void> {
  const { random } = needs;
  const choice = random.integer(10);
  if (choice < 6) return put(key, traffic, needs);
  if (choice < 8) return remove(key, traffic, needs);
  const keys = Array.from({ length: 1 + random.integer(4) }, () => random.pick(needs.keys));
  if (await isAnswered(() => needs.repeat([key, ...keys]), traffic)) traffic.duplicates += 1;
}

async function put(key: string, traffic: Traffic, { client, bucket, pool, random }: Needs): Promise<void> {
  const [etag, body] = random.pick([...pool]);
  const before = traffic.possible.get(key) ?? new Set();
  traffic.possible.set(key, new Set([...before, etag]));
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body });
  if (!(await isAnswered(() => client.send(command), traffic))) return;
  traffic.possible.set(key, new Set([etag]));
  if (before.has(undefined)) traffic.puts += 1;
  else traffic.overwrites += 1;
}

async function remove(key: string, traffic: Traffic, { client, bucket }: Needs): Promise<void> {
  traffic.possible.get(key)?.add(undefined);
  const command = new DeleteObjectCommand({ Bucket: bucket, Key: key });
  if (!(await isAnswered(() => client.send(command), traffic))) return;
  traffic.possible.set(key, new Set([undefined]));
  traffic.deletes += 1;
}

async function isAnswered(call: () => Promise<unknown>, traffic: Traffic): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (error) {
    traffic.unanswered += 1;
    if (wasAnswered(error)) traffic.refused.push(String(error));
    return false;
  }
}

function wasAnswered(error: unknown): boolean {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode !== undefined;
}
