import type { Compressed } from "./compress.ts";
import { exceedsBytes } from "./limits.ts";
import type { ObjectStore, Output, Source } from "./object-store.ts";
import {
  type Name,
  type OutputMetadata,
  outputKeys,
  outputMetadata,
  ownNames,
  planTargets,
  type Target,
} from "./plan.ts";
import type { Rejection } from "./rejection.ts";
import type { Format, Limits, RenditionSettings, Settings } from "./settings.ts";

export type Compress = (
  bytes: Uint8Array,
  recipe: RenditionSettings,
  limits: Limits,
) => Promise<Compressed | Rejection>;

/** What became of one rendition of a source. `stale` outputs stay although they no longer show the source. */
export type Outcome = { rendition: string } & (
  | {
      outcome: "compressed";
      outputs: string[];
      collision: boolean;
      bytesIn: number;
      bytesOut: number;
      width: number;
      height: number;
    }
  | { outcome: "unchanged" | "absent" }
  | ({ outcome: "rejected"; stale: string[] } & Rejection)
  | { outcome: "stale"; stale: string[] }
);

/** A rendition, the names it may have, and what its output's metadata has to say. */
interface Plan {
  rendition: RenditionSettings;
  names: Name[];
  wanted: OutputMetadata;
}

interface Write {
  bucket: string;
  target: Target;
  output: Output;
}

const maxRounds = 5;

const contentTypes: Record<Format, string> = {
  jpeg: "image/jpeg",
  webp: "image/webp",
  avif: "image/avif",
  png: "image/png",
};

/**
 * Makes the outputs of one source key agree with the source as it is now, whatever the event said and whoever else works on it.
 *
 * @throws {Error} When S3 fails or others changed the key in every round: the event has to be delivered again.
 */
export async function reconcile(
  key: string,
  settings: Settings,
  store: ObjectStore,
  compress: Compress,
): Promise<Outcome[]> {
  for (let round = 1; round <= maxRounds; round += 1) {
    const outcomes = await reconcileOnce(key, settings, store, compress);
    if (outcomes !== undefined) return outcomes;
  }
  throw new Error(`The source or its outputs changed in each of ${maxRounds} rounds`);
}

/** One round of the loop; `undefined` asks for another one, because somebody else was faster. */
async function reconcileOnce(
  key: string,
  settings: Settings,
  store: ObjectStore,
  compress: Compress,
): Promise<Outcome[] | undefined> {
  // The HEADs come first: a stale write then needs an output that nobody changed since, and fails its condition.
  const heads = await headNames(key, settings, store);
  const source = await store.get(settings.sourceBucket, key);
  const plans = heads.map(({ rendition, names }) => ({
    rendition,
    names,
    wanted: outputMetadata(settings.sourceBucket, key, source?.etag ?? "", rendition),
  }));
  if (source === undefined) return plans.map(withoutSource);

  try {
    const works = await prepare(plans, source, settings.limits, compress);
    const writes = works.flatMap((work) => work.writes);
    if (writes.length > 0 && !(await allWritten(writes, store))) return undefined;
    // A source that went from v0 to v1 and back looks unchanged to the worker of the second v0 while a slow one writes v1.
    if (writes.length > 0 && (await store.head(settings.sourceBucket, key))?.etag !== source.etag)
      return undefined;
    return works.map(({ outcome }) => outcome);
  } finally {
    source.discard();
  }
}

function headNames(key: string, { renditions, outputNaming }: Settings, store: ObjectStore) {
  return Promise.all(
    renditions.map(async (rendition) => {
      const keys = outputKeys(key, rendition, outputNaming);
      const names = keys.map(async (name) => ({ key: name, head: await store.head(rendition.bucket, name) }));
      return { rendition, names: await Promise.all(names) };
    }),
  );
}

function withoutSource({ rendition, names, wanted }: Plan): Outcome {
  const stale = ownNames(names, wanted).map(({ key }) => key);
  return stale.length > 0
    ? { rendition: rendition.name, outcome: "stale", stale }
    : { rendition: rendition.name, outcome: "absent" };
}

/** Decides what to write for every rendition; the source's bytes are read at most once, and only when one needs them. */
function prepare(plans: Plan[], source: Source, limits: Limits, compress: Compress) {
  let bytes: Promise<Uint8Array | Rejection> | undefined;
  const read = () => {
    bytes ??= readWithin(limits, source);
    return bytes;
  };
  return Promise.all(plans.map((plan) => prepareOne(plan, read, limits, compress)));
}

async function readWithin(limits: Limits, source: Source): Promise<Uint8Array | Rejection> {
  return exceedsBytes(source.length, limits) ?? source.read();
}

async function prepareOne(
  plan: Plan,
  read: () => Promise<Uint8Array | Rejection>,
  limits: Limits,
  compress: Compress,
): Promise<{ outcome: Outcome; writes: Write[] }> {
  const { rendition, names, wanted } = plan;
  const targets = names.length === 0 ? keyTooLong : (planTargets(names, wanted) ?? outputKeyTaken(names));
  if ("reason" in targets) return rejected(plan, targets);
  if (targets.length === 0)
    return { outcome: { rendition: rendition.name, outcome: "unchanged" }, writes: [] };

  const bytes = await read();
  if ("reason" in bytes) return rejected(plan, bytes);
  const image = await compress(bytes, rendition, limits);
  if ("reason" in image) return rejected(plan, image);

  const output = createOutput(image, rendition, wanted);
  return {
    outcome: {
      rendition: rendition.name,
      outcome: "compressed",
      outputs: targets.map(({ key }) => key),
      collision: targets.some(({ key, replaces }) => replaces === undefined && key !== names[0]?.key),
      bytesIn: bytes.length,
      bytesOut: image.body.length,
      width: image.width,
      height: image.height,
    },
    writes: targets.map((target) => ({ bucket: rendition.bucket, target, output })),
  };
}

const keyTooLong: Rejection = {
  reason: "key-too-long",
  detail: "every output key would be longer than 1,024 bytes",
};

function outputKeyTaken(names: Name[]): Rejection {
  return { reason: "output-key-taken", detail: `owned by others: ${names.map(({ key }) => key).join(", ")}` };
}

function rejected(
  { rendition, names, wanted }: Plan,
  rejection: Rejection,
): { outcome: Outcome; writes: Write[] } {
  const stale = ownNames(names, wanted).map(({ key }) => key);
  return { outcome: { rendition: rendition.name, outcome: "rejected", stale, ...rejection }, writes: [] };
}

function createOutput(image: Compressed, rendition: RenditionSettings, metadata: OutputMetadata): Output {
  const { format, cacheControl, objectTags } = rendition;
  return {
    body: image.body,
    contentType: contentTypes[format],
    metadata,
    ...(cacheControl !== undefined && { cacheControl }),
    ...(objectTags !== undefined && { tags: objectTags }),
  };
}

/** Whether every write won; waits for all of them, because one that is left behind could overwrite what the next round makes. */
async function allWritten(writes: Write[], store: ObjectStore): Promise<boolean> {
  const results = await Promise.allSettled(
    writes.map(({ bucket, target, output }) => store.put(bucket, target, output)),
  );
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
  return results.every((result) => result.status === "fulfilled" && result.value);
}
