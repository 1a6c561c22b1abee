import { createHash } from "node:crypto";
import type { RenditionSettings, Settings } from "../../../contract/settings.ts";
import type { Compress } from "../../../handler/reconcile/decide-writes.ts";
import type {
  Doomed,
  Head,
  ObjectStore,
  Output,
  Source,
  Target,
} from "../../../handler/reconcile/object-store.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import type { Tag } from "../../../handler/reconcile/source-tags.ts";
import { limits, rendition } from "../images/renditions.ts";

const sourceBucket = "uploads";

interface Stored {
  etag: string;
  body: Buffer;
  metadata: Record<string, string>;
  output?: Output;
  /** Set for a source whose bucket keeps versions. */
  version?: string;
  tags?: Tag[];
}

type BeforeCall = (call: string, store: ScriptedStore) => void | Promise<void>;

/** A strongly consistent store in memory; its ETags are S3's, the MD5 of the body alone. */
export class ScriptedStore implements ObjectStore {
  /** Objects by `bucket/key`. */
  readonly objects = new Map<string, Stored>();
  /** Every call, as `HEAD uploads/a.png`. */
  readonly calls: string[] = [];
  /** Sources, by `bucket/key`, that S3 keeps in an archive. */
  readonly archived = new Set<string>();
  readonly #before: BeforeCall;
  #versions = 0;

  constructor(before: BeforeCall) {
    this.#before = before;
  }

  putSource(key: string, text: string): void {
    this.objects.set(`${sourceBucket}/${key}`, stored(Buffer.from(text)));
  }

  /** Puts a new version of a source, which a call cannot reach once there is a newer one. */
  putVersion(key: string, text: string, tags: Tag[] = []): void {
    this.#versions += 1;
    const version = `version ${this.#versions}`;
    this.objects.set(`${sourceBucket}/${key}`, { ...stored(Buffer.from(text)), version, tags });
  }

  tagsOf(key: string): Record<string, string> {
    const { tags = [] } = this.objects.get(`${sourceBucket}/${key}`) ?? {};
    return Object.fromEntries(tags.map((tag) => [tag.key, tag.value]));
  }

  /** Returns the source text of a key's output. */
  shown(key: string, bucket = "outputs"): string | undefined {
    const output = this.objects.get(`${bucket}/${key}`);
    return output?.body.toString().replace(/^small /, "");
  }

  async head(bucket: string, key: string): Promise<Head | undefined> {
    await this.#arrive(`HEAD ${bucket}/${key}`);
    const object = this.objects.get(`${bucket}/${key}`);
    return object && { etag: object.etag, metadata: object.metadata };
  }

  async get(bucket: string, key: string): Promise<Source | undefined> {
    await this.#arrive(`GET ${bucket}/${key}`);
    const object = this.objects.get(`${bucket}/${key}`);
    if (object === undefined) return undefined;
    const { etag, body, version, tags = [] } = object;
    return {
      etag,
      ...(version !== undefined && { version: { id: version, tagCount: tags.length } }),
      length: body.length,
      ...(this.archived.has(`${bucket}/${key}`) && { isArchived: true }),
      read: async () => {
        await this.#arrive(`READ ${bucket}/${key}`);
        return body;
      },
      discard: () => this.calls.push(`DISCARD ${bucket}/${key}`),
    };
  }

  async put(bucket: string, target: Target, output: Output): Promise<boolean> {
    await this.#arrive(`PUT ${bucket}/${target.key}`);
    if (this.objects.get(`${bucket}/${target.key}`)?.etag !== target.replaces) return false;
    this.objects.set(`${bucket}/${target.key}`, {
      ...stored(Buffer.from(output.body)),
      metadata: { ...output.metadata },
      output,
    });
    return true;
  }

  async delete(bucket: string, { key, etag }: Doomed): Promise<boolean> {
    await this.#arrive(`DELETE ${bucket}/${key}`);
    if (this.objects.get(`${bucket}/${key}`)?.etag !== etag) return false;
    return this.objects.delete(`${bucket}/${key}`);
  }

  async readTags(bucket: string, key: string, versionId: string): Promise<Tag[] | undefined> {
    await this.#arrive(`GET TAGS ${bucket}/${key}`);
    return this.#version(bucket, key, versionId)?.tags;
  }

  async writeTags(bucket: string, key: string, versionId: string, tags: Tag[]): Promise<boolean> {
    await this.#arrive(`PUT TAGS ${bucket}/${key}`);
    const object = this.#version(bucket, key, versionId);
    if (object !== undefined) object.tags = tags;
    return object !== undefined;
  }

  #version(bucket: string, key: string, versionId: string): Stored | undefined {
    const object = this.objects.get(`${bucket}/${key}`);
    return object?.version === versionId ? object : undefined;
  }

  async #arrive(call: string): Promise<void> {
    this.calls.push(call);
    await this.#before(call, this);
  }
}

/** Creates a store. `before` runs ahead of every call: it may throw, wait, or change the objects. */
export function createScriptedStore(before: BeforeCall = () => {}): ScriptedStore {
  return new ScriptedStore(before);
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
export async function storeWithOutput(text = "v0", before?: BeforeCall): Promise<ScriptedStore> {
  const store = createScriptedStore(before);
  store.putSource("a.png", text);
  await reconcileKey(store);
  store.calls.length = 0;
  return store;
}
