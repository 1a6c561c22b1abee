import type { ObjectStore, Output } from "../../handler/reconcile/object-store.ts";
import type { Compress } from "../../handler/reconcile/writes.ts";
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

/** The store of a worker on `source`: each call waits for its turn in the schedule. */
export function createTurns({ s3, waiting, write }: Turns, source: string): ObjectStore {
  let seen: Seen = { source, version: 0, text: undefined };

  function ask<Value>(label: string, isWrite: boolean, arrive: () => Answer): Promise<Value> {
    return new Promise((resolve, fail) => {
      waiting.push({ label, isWrite, arrive, fail, answer: (value) => resolve(value as Value) });
    });
  }

  function send(asked: Omit<ModelWrite, "by">, label: string): Promise<boolean> {
    const by = seen;
    return ask(label, true, () => {
      const status = write({ ...asked, by });
      return { status, value: !lostRace.has(status) };
    });
  }

  return {
    head: (bucket, key) => ask(`HEAD ${bucket}/${key}`, false, () => found(headOf(s3, bucket, key))),

    get: (bucket, key) =>
      ask(`GET ${bucket}/${key}`, false, () => {
        const versions = versionsOf(s3, key);
        const version = versions.length - 1;
        const text = versions[version];
        seen = { source, version, text };
        // The bytes belong to this answer, whenever they are read: a failure to read them fails the GET.
        return found(text === undefined ? undefined : sourceOf(text));
      }),

    put: (bucket, { key, replaces }, output) => {
      const path = `${bucket}/${key}`;
      const made = { ...seen, rendition: output.metadata.rendition };
      const condition = replaces === undefined ? { ifNoneMatch: "*" as const } : { ifMatch: replaces };
      const stored = { ...storedOf(output), made };
      const label = `PUT ${path} = "${stored.body}" over ${replaces === undefined ? "nothing" : `"${replaces}"`}`;
      return send({ method: "PUT", path, condition, output: stored }, label);
    },

    delete: (bucket, { key, etag }) => {
      const path = `${bucket}/${key}`;
      return send({ method: "DELETE", path, condition: { ifMatch: etag } }, `DELETE ${path} if "${etag}"`);
    },
  };
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
