import type { Sent } from "./state.ts";
import type { Limit } from "./world.ts";

/** A guard of the real code, and the code without it. */
export interface Guard {
  name: string;
  edit?: { file: string; from: string; to: string };
  unsent?: Sent;
}

const finalHead = "if (writes.length > 0 && (await store.head(";
const headsAndGet = [
  "  const heads = await headNames(key, settings, store);\n",
  "  const source = await store.get(settings.sourceBucket, key);\n",
];
const takeOff = "    const found = await withoutFalseMark(look, store);\n";
const gone = '    if (found === "changed") return undefined;\n';
const decide = "    const decided = await decideWrites(plans, source, settings, compress);\n";
const identity = '["source-bucket", "source-key", "rendition"]';
const isStale =
  'head?.metadata["source-etag"] !== wanted["source-etag"] || head.metadata.settings !== wanted.settings';

/** Every guard against a loss, with the smallest edit that leaves it out. */
export const guards: Guard[] = [
  {
    name: "final HEAD after PUT",
    edit: {
      file: "reconcile/reconcile.ts",
      from: finalHead,
      to: 'if (writes.some((write) => "doomed" in write) && (await store.head(',
    },
  },
  {
    name: "final HEAD after DELETE",
    edit: {
      file: "reconcile/reconcile.ts",
      from: finalHead,
      to: 'if (writes.some((write) => "target" in write) && (await store.head(',
    },
  },
  { name: "If-Match on PUT", unsent: "If-Match on PUT" },
  { name: "If-None-Match on PUT", unsent: "If-None-Match on PUT" },
  { name: "If-Match on DELETE", unsent: "If-Match on DELETE" },
  {
    name: "owner",
    edit: { file: "reconcile/targets.ts", from: identity, to: '["rendition"]' },
  },
  {
    name: "rendition in the owner",
    edit: { file: "reconcile/targets.ts", from: identity, to: '["source-bucket", "source-key"]' },
  },
  {
    name: "HEAD of every name",
    edit: {
      file: "reconcile/reconcile.ts",
      from: "= keys.map(async (name)",
      to: "= keys.slice(0, 1).map(async (name)",
    },
  },
  {
    name: "HEADs before GET",
    edit: {
      file: "reconcile/reconcile.ts",
      from: headsAndGet.join(""),
      to: headsAndGet.toReversed().join(""),
    },
  },
  {
    name: "all owned names kept right",
    edit: {
      file: "reconcile/targets.ts",
      from: "return own\n    .filter(",
      to: "return own\n    .slice(0, 1)\n    .filter(",
    },
  },
  {
    name: "waiting for every write",
    edit: {
      file: "reconcile/reconcile.ts",
      from: "await Promise.allSettled(",
      to: "await ((writes) => Promise.all(writes.map(async (write) => ({ status: 'fulfilled', value: await write }))))(",
    },
  },
  {
    name: "another round after a lost race",
    edit: {
      file: "reconcile/reconcile.ts",
      from: "if (writes.length > 0 && !(await allWritten(writes, store))) return undefined;",
      to: "if (writes.length > 0) await allWritten(writes, store);",
    },
  },
  {
    name: "throw at the bound",
    edit: {
      file: "reconcile/reconcile.ts",
      from: "throw new Error(`The source",
      to: "return []; throw new Error(`The source",
    },
  },
  {
    name: "source ETag compared",
    edit: { file: "reconcile/targets.ts", from: isStale, to: "head?.metadata.settings !== wanted.settings" },
  },
  {
    name: "settings compared",
    edit: {
      file: "reconcile/targets.ts",
      from: isStale,
      to: 'head?.metadata["source-etag"] !== wanted["source-etag"]',
    },
  },
  {
    name: "false mark taken off",
    edit: { file: "reconcile/reconcile.ts", from: takeOff, to: "    const found = 'unmarked' as string;\n" },
  },
  {
    name: "false mark taken off first",
    edit: {
      file: "reconcile/reconcile.ts",
      from: [takeOff, gone, decide].join(""),
      to: [decide, takeOff, gone].join(""),
    },
  },
  {
    name: "done believed with outputs only",
    edit: {
      file: "reconcile/source-mark.ts",
      from: "mark === SourceMark.done && plans.every(isShown)",
      to: "mark === SourceMark.done",
    },
  },
  {
    name: "mark after the writes",
    edit: {
      file: "reconcile/reconcile.ts",
      from: decide,
      to: `${decide}    await withMarkedSource(look, decided.map(({ outcome }) => outcome), store);\n`,
    },
  },
  {
    name: "done with every output",
    edit: {
      file: "reconcile/source-mark.ts",
      from: "if (outcomes.every(({ outcome }) =>",
      to: "if (outcomes.some(({ outcome }) =>",
    },
  },
  {
    name: "rejected for the file's own faults",
    edit: { file: "reconcile/source-mark.ts", from: "faults.includes(outcome.reason)", to: "true" },
  },
  {
    name: "another round after a refused mark",
    edit: {
      file: "reconcile/source-mark.ts",
      from: "return (await store.writeTags(...version, marked)) ? outcomes : undefined;",
      to: "await store.writeTags(...version, marked); return outcomes;",
    },
  },
  {
    name: "another round where a false mark stays",
    edit: { file: "reconcile/reconcile.ts", from: gone, to: "" },
  },
  { name: "tags of the version that was read", unsent: "tags of the version that was read" },
  {
    name: "tags of others written back",
    edit: { file: "reconcile/source-tags.ts", from: "[...others, {", to: "[{" },
  },
];

/** Limits of S3 alone: a world beyond one ends wrong with every guard in place. */
export const limits: Limit[] = ["late writes", "equal bytes", "old settings", "tags of others"];
