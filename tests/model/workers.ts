import type { Compress } from "../../handler/reconcile/decide-writes.ts";
import type {
  Doomed,
  Head,
  ObjectStore,
  Output,
  Source,
  Target,
} from "../../handler/reconcile/object-store.ts";
import type { Tag } from "../../handler/reconcile/source-tags.ts";
import {
  currentOf,
  type ModelOutput,
  type ModelS3,
  type ModelTagging,
  type ModelWrite,
  type Seen,
  type SourceVersion,
  versionBy,
  versionsOf,
} from "./s3.ts";
import { imageOf, isBad, isHeavy, isRejected } from "./world.ts";

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
  tag(tagging: ModelTagging): number;
}

/** The real object store reads these statuses as a lost race, see tests/handler/reconcile/s3-store.test.ts. */
const lostRace = new Set([404, 409, 412]);

/** Ends a worker at every try. */
export class Heavy extends Error {}

/** Stands in for sharp: an image is its source's text with a quality. */
export const compressText: Compress = async (bytes, recipes) => {
  const text = Buffer.from(bytes).toString();
  if (isHeavy(text)) throw new Heavy(`"${text}" ends the function`);
  if (isRejected(text)) return { reason: isBad(text) ? "corrupt" : "too-many-pixels", detail: text };
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
      const current = currentOf(this.#turns.s3, key);
      this.#seen = { ...this.#seen, version: versions.length - 1, text: current.text };
      // The bytes belong to this answer, whenever they are read: a failure to read them fails the GET.
      return found(sourceOf(current));
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

  readTags(_bucket: string, key: string, id: string): Promise<Tag[] | undefined> {
    return this.#ask(`GET tags of ${key}, ${id}`, false, () => {
      const version = versionBy(this.#turns.s3, key, id);
      return found(version && Object.entries(version.tags).map(([tag, value]) => ({ key: tag, value })));
    });
  }

  writeTags(_bucket: string, key: string, id: string, list: Tag[]): Promise<boolean> {
    const tags = Object.fromEntries(list.map((tag) => [tag.key, tag.value]));
    return this.#ask(`PUT tags of ${key}, ${id} = ${JSON.stringify(tags)}`, true, () => {
      const status = this.#turns.tag({ key, id, tags });
      return { status, value: !lostRace.has(status) };
    });
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
  const text = bucket === "uploads" ? currentOf(s3, key).text : undefined;
  return text === undefined ? undefined : { etag: text, metadata: {} };
}

function sourceOf({ text, id, tags }: SourceVersion): Source | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text);
  const version = { id, tagCount: Object.keys(tags).length };
  return { etag: text, version, length: bytes.length, read: async () => bytes, discard: () => {} };
}

function storedOf({ body, cacheControl, metadata }: Output): Omit<ModelOutput, "made"> {
  return { body: Buffer.from(body).toString(), cacheControl, metadata: { ...metadata } };
}
