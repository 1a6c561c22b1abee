import { createHash } from "node:crypto";
import type { RenditionSettings, Settings } from "../../../contract/settings.ts";
import type { ObjectStore, Output } from "../../../handler/reconcile/object-store.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import type { Compress } from "../../../handler/reconcile/writes.ts";
import { limits, rendition } from "../images/renditions.ts";

const sourceBucket = "uploads";

interface Stored {
  etag: string;
  body: Buffer;
  metadata: Record<string, string>;
  output?: Output;
}

/** A strongly consistent store in memory; its ETags are S3's, the MD5 of the body alone. */
export interface ScriptedStore extends ObjectStore {
  /** Objects by `bucket/key`. */
  objects: Map<string, Stored>;
  /** Every call, as `HEAD uploads/a.png`. */
  calls: string[];
  putSource(key: string, text: string): void;
  /** Returns the source text of a key's output. */
  shown(key: string, bucket?: string): string | undefined;
}

/** Creates a store. `before` runs ahead of every call: it may throw, wait, or change the objects. */
export function createScriptedStore(
  before: (call: string, store: ScriptedStore) => void | Promise<void> = () => {},
): ScriptedStore {
  const objects = new Map<string, Stored>();
  const calls: string[] = [];
  const arrive = async (call: string) => {
    calls.push(call);
    await before(call, store);
  };
  const store: ScriptedStore = {
    objects,
    calls,
    putSource: (key, text) => objects.set(`${sourceBucket}/${key}`, stored(Buffer.from(text))),
    shown: (key, bucket = "outputs") =>
      objects
        .get(`${bucket}/${key}`)
        ?.body.toString()
        .replace(/^small /, ""),

    head: async (bucket, key) => {
      await arrive(`HEAD ${bucket}/${key}`);
      const object = objects.get(`${bucket}/${key}`);
      return object && { etag: object.etag, metadata: object.metadata };
    },

    get: async (bucket, key) => {
      await arrive(`GET ${bucket}/${key}`);
      const object = objects.get(`${bucket}/${key}`);
      return (
        object && {
          etag: object.etag,
          length: object.body.length,
          read: async () => {
            await arrive(`READ ${bucket}/${key}`);
            return object.body;
          },
          discard: () => calls.push(`DISCARD ${bucket}/${key}`),
        }
      );
    },

    put: async (bucket, target, output) => {
      await arrive(`PUT ${bucket}/${target.key}`);
      if (objects.get(`${bucket}/${target.key}`)?.etag !== target.replaces) return false;
      objects.set(`${bucket}/${target.key}`, {
        ...stored(Buffer.from(output.body)),
        metadata: { ...output.metadata },
        output,
      });
      return true;
    },

    delete: async (bucket, { key, etag }) => {
      await arrive(`DELETE ${bucket}/${key}`);
      if (objects.get(`${bucket}/${key}`)?.etag !== etag) return false;
      return objects.delete(`${bucket}/${key}`);
    },
  };
  return store;
}

function stored(body: Buffer): Stored {
  return { etag: createHash("md5").update(body).digest("hex"), body, metadata: {} };
}

export function settingsWith(
  renditions: RenditionSettings[] = [rendition()],
  changes: Partial<Settings> = {},
): Settings {
  return { sourceBucket, outputNaming: "replace", limits, renditions, ...changes };
}

/** Stands in for sharp: a text becomes `small`, and a text beginning with `bad` is corrupt. */
export const compressText: Compress = async (bytes, recipes) => {
  const text = Buffer.from(bytes).toString();
  if (text.startsWith("bad")) return { reason: "corrupt", detail: text };
  return recipes.map(() => ({ body: Buffer.from(`small ${text}`), width: 1, height: 1 }));
};

/** Reconciles a key as the function does for an event. */
export const reconcileKey = (store: ScriptedStore, key = "a.png", settings = settingsWith()) =>
  reconcile(key, settings, store, compressText);

export const callsOf = (store: ScriptedStore, method: string) =>
  store.calls.filter((call) => call.startsWith(`${method} `));

/** A store whose source `a.png` shows `text`, as does its output. */
export async function settledStore(
  text = "v0",
  before?: Parameters<typeof createScriptedStore>[0],
): Promise<ScriptedStore> {
  const store = createScriptedStore(before);
  store.putSource("a.png", text);
  await reconcileKey(store);
  store.calls.length = 0;
  return store;
}
