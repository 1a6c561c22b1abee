import { setTimeout as delay } from "node:timers/promises";
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import type { Random } from "../../helpers/random.ts";
import type { Group } from "./group.ts";
import type { Pool } from "./sources.ts";

/** The ETag of a source's bytes, or `undefined` if it is absent. */
type State = string | undefined;

export interface Traffic {
  puts: number;
  overwrites: number;
  deletes: number;
  duplicates: number;
  /** Calls without an answer because the group died. */
  unanswered: number;
  /** Errors in answers to valid calls. */
  refused: string[];
  /** The possible states of every key after the acknowledged calls. */
  possible: Map<string, Set<State>>;
}

interface Driver {
  client: S3Client;
  bucket: string;
  group: Group;
  keys: string[];
  pool: Pool;
  random: Random;
  /** Delivers further events of these keys. */
  repeat: (keys: string[]) => Promise<void>;
  /** True if too many events wait: the connections should pause. */
  isBusy: () => boolean;
}

const connections = 8;
const hotKeys = 1;
const burstLength = 5;

export function createTraffic(keys: string[]): Traffic {
  const possible = new Map(keys.map((key) => [key, new Set<State>([undefined])]));
  return { puts: 0, overwrites: 0, deletes: 0, duplicates: 0, unanswered: 0, refused: [], possible };
}

/**
 * Puts, overwrites, deletes and repeats events until `isOver`. Each key belongs to one connection, which knows its
 * possible states.
 */
export async function drive(traffic: Traffic, driver: Driver, isOver: () => boolean): Promise<void> {
  const connection = async (_: unknown, at: number) => {
    const keys = driver.keys.filter((_key, index) => index % connections === at);
    while (!isOver()) {
      await driver.group.ready();
      if (driver.isBusy()) await delay(20);
      else await changeOne(keys, traffic, driver);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}

/** A few keys change all the time, so their events overlap. */
function chooseKey(keys: string[], random: Random): string {
  return random.pick(random.happens(0.4) ? keys.slice(0, hotKeys) : keys);
}

/** Sometimes alternates quickly between two versions, so the function meets v0 → v1 → v0. */
async function changeOne(keys: string[], traffic: Traffic, driver: Driver): Promise<void> {
  const { random, pool } = driver;
  const key = chooseKey(keys, random);
  if (random.happens(0.7)) return act(key, traffic, driver);
  const versions = new Map([random.pick([...pool]), random.pick([...pool])]);
  for (let times = 0; times < burstLength; times += 1) await act(key, traffic, { ...driver, pool: versions });
}

async function act(key: string, traffic: Traffic, driver: Driver): Promise<void> {
  const { random } = driver;
  const choice = random.integer(10);
  if (choice < 6) return put(key, traffic, driver);
  if (choice < 8) return remove(key, traffic, driver);
  const keys = Array.from({ length: 1 + random.integer(4) }, () => random.pick(driver.keys));
  if (await isAnswered(() => driver.repeat([key, ...keys]), traffic)) traffic.duplicates += 1;
}

async function put(key: string, traffic: Traffic, { client, bucket, pool, random }: Driver): Promise<void> {
  const [etag, body] = random.pick([...pool]);
  const before = traffic.possible.get(key) ?? new Set();
  traffic.possible.set(key, new Set([...before, etag]));
  const command = new PutObjectCommand({ Bucket: bucket, Key: key, Body: body });
  if (!(await isAnswered(() => client.send(command), traffic))) return;
  traffic.possible.set(key, new Set([etag]));
  if (before.has(undefined)) traffic.puts += 1;
  else traffic.overwrites += 1;
}

async function remove(key: string, traffic: Traffic, { client, bucket }: Driver): Promise<void> {
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
