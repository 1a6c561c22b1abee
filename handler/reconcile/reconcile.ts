import type { Outcome } from "../../contract/outcome.ts";
import { outputKeys } from "../../contract/output-keys.ts";
import type { Settings } from "../../contract/settings.ts";
import { type Compress, decideWrites, type Write } from "./decide-writes.ts";
import type { ObjectStore } from "./object-store.ts";
import { outputMetadata } from "./output-metadata.ts";
import { withMarkedSource, withoutFalseMark } from "./source-mark.ts";

const maxRounds = 5;

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

/** Runs one round; `undefined` asks for another one, because somebody else was faster. */
async function reconcileOnce(
  key: string,
  settings: Settings,
  store: ObjectStore,
  compress: Compress,
): Promise<Outcome[] | undefined> {
  // The HEADs come first: a stale write then needs an output unchanged since, and fails its condition.
  const heads = await headNames(key, settings, store);
  const source = await store.get(settings.sourceBucket, key);
  const plans = heads.map(({ rendition, names }) => ({
    rendition,
    names,
    wanted: outputMetadata(settings.sourceBucket, key, source?.etag ?? "", rendition),
  }));

  const look = { key, settings, source, plans };
  try {
    const found = await withoutFalseMark(look, store);
    if (found === "changed") return undefined;
    const decided = await decideWrites(plans, source, settings, compress);
    const writes = decided.flatMap(({ writes }) => writes);
    if (writes.length > 0 && !(await allWritten(writes, store))) return undefined;
    // A source may go from v0 to v1 and back: it looks unchanged to the worker of the second v0 while a slow one writes v1.
    // And a source put again while its outputs were deleted would have none.
    if (writes.length > 0 && (await store.head(settings.sourceBucket, key))?.etag !== source?.etag)
      return undefined;
    const outcomes = decided.map(({ outcome }) => outcome);
    return found === "done" ? outcomes : await withMarkedSource(look, outcomes, store);
  } finally {
    source?.discard();
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

/** Returns `true` if every write won. Waits for all: a write left behind could overwrite an output of the next round. */
async function allWritten(writes: Write[], store: ObjectStore): Promise<boolean> {
  const results = await Promise.allSettled(
    writes.map((write) =>
      "doomed" in write
        ? store.delete(write.bucket, write.doomed)
        : store.put(write.bucket, write.target, write.output),
    ),
  );
  for (const result of results) {
    if (result.status === "rejected") throw result.reason;
  }
  return results.every((result) => result.status === "fulfilled" && result.value);
}
