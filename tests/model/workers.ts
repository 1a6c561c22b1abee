import type { Compress } from "../../handler/reconcile/decide-writes.ts";
import type {
  Doomed,
  Head,
  ObjectStore,
  Output,
  Source,
  Target,
} from "../../handler/reconcile/object-store.ts";
import { type ModelOutput, type ModelS3, type ModelWrite, type Seen, versionsOf } from "./s3.ts";
import { imageOf, isBad } from "./world.ts";

interface Answer {
  status: number;
  value: unknown;
}

/** A call awaiting its turn. */
export interface Call {
  label: string;
  isWrite: boolean;
  /** Reaches S3. */
  arrive(): Answer;
  answer(value: unknown): void;
  fail(error: Error): void;
}

/** The calls of a worker, and the effect of its writes. */
interface Turns {
  s3: ModelS3;
  waiting: Call[];
  /** Reaches S3, and returns its status. */
  write(write: ModelWrite): number;
}

/** The real object store reads these statuses as a lost race, see tests/handler/reconcile/s3-store.test.ts. */
const lostRace = new Set([404, 409, 412]);

/** Stands in for sharp: an image is its source's text with a quality. */
export const compressText: Compress = async (bytes, recipes) => {
  const text = Buffer.from(bytes).toString();
  if (isBad(text)) return { reason: "corrupt", detail: text };
  return recipes.map((recipe) => ({ body: Buffer.from(imageOf(text, recipe)), width: 1, height: 1 }));
};

/** The store of a worker on one source: each call waits for its turn in the schedule. */
export class StoreInTurns implements ObjectStore {
  readonly #turns: Turns;
  #seen: Seen;

  constructor(turns: Turns, source: string) {
    this.#turns = turns;
    this.#seen = { source, version: 0, text: undefined };
  }

  head(bucket: string, key: string): Promise<Head | undefined> {
    return this.#ask(`HEAD ${bucket}/${key}`, false, () => found(headOf(this.#turns.s3, bucket, key)));
  }

  get(bucket: string, key: string): Promise<Source | undefined> {
    return this.#ask(`GET ${bucket}/${key}`, false, () => {
      const versions = versionsOf(this.#turns.s3, key);
      const version = versions.length - 1;
      const text = versions[version];
      this.#seen = { ...this.#seen, version, text };
      // The bytes belong to this answer, whenever they are read: a failure to read them fails the GET.
      return found(text === undefined ? undefined : sourceOf(text));
    });
  }

  put(bucket: string, { key, replaces }: Target, output: Output): Promise<boolean> {
    const path = `${bucket}/${key}`;
    const made = { ...this.#seen, rendition: output.metadata.rendition };
    const condition = replaces === undefined ? { ifNoneMatch: "*" as const } : { ifMatch: replaces };
    const stored = { ...storedOf(output), made };
    const label = `PUT ${path} = "${stored.body}" over ${replaces === undefined ? "nothing" : `"${replaces}"`}`;
    return this.#send({ method: "PUT", path, condition, output: stored }, label);
  }

  delete(bucket: string, { key, etag }: Doomed): Promise<boolean> {
    const path = `${bucket}/${key}`;
    return this.#send(
      { method: "DELETE", path, condition: { ifMatch: etag } },
      `DELETE ${path} if "${etag}"`,
    );
  }

  readTags(): never {
    throw new Error("Sources of the model have no tags");
  }

  writeTags(): never {
    throw new Error("Sources of the model have no tags");
  }

  #send(asked: Omit<ModelWrite, "by">, label: string): Promise<boolean> {
    const by = this.#seen;
    return this.#ask(label, true, () => {
      const status = this.#turns.write({ ...asked, by });
      return { status, value: !lostRace.has(status) };
    });
  }

  #ask<Value>(label: string, isWrite: boolean, arrive: () => Answer): Promise<Value> {
    return new Promise((resolve, fail) => {
      const answer = (value: unknown) => resolve(value as Value);
      this.#turns.waiting.push({ label, isWrite, arrive, fail, answer });
    });
  }
}

function found(value: unknown): Answer {
  return { status: value === undefined ? 404 : 200, value };
}

function headOf(s3: ModelS3, bucket: string, key: string) {
  const output = s3.outputs.get(`${bucket}/${key}`);
  if (output !== undefined) return { etag: output.body, metadata: output.metadata };
  const text = bucket === "uploads" ? versionsOf(s3, key).at(-1) : undefined;
  return text === undefined ? undefined : { etag: text, metadata: {} };
}

function sourceOf(text: string) {
  const bytes = Buffer.from(text);
  return { etag: text, length: bytes.length, read: async () => bytes, discard: () => {} };
}

function storedOf({ body, cacheControl, metadata }: Output): Omit<ModelOutput, "made"> {
  return { body: Buffer.from(body).toString(), cacheControl, metadata: { ...metadata } };
}
