import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Head, ObjectStore } from "../../handler/reconcile/object-store.ts";
import { messageOf } from "../message-of.ts";
import type { OutputFolder } from "./output-folder.ts";

/** Holds this run's outputs by path; a pipeline would not know the owner of any other file. */
export type Written = Map<string, Head>;

/** Holds the reason for each output not written, by path. */
export type NotWritten = Map<string, string>;

export interface Source {
  /** Differs from the name of every folder. */
  bucket: string;
  path: string;
}

/**
 * Presents one source as an object and folders as buckets, so the handler's own code decides about outputs.
 */
export function createFolderStore(
  source: Source,
  { folder, written, notWritten }: { folder: OutputFolder; written: Written; notWritten: NotWritten },
): ObjectStore {
  return {
    head: async (bucket, key) => {
      if (bucket === source.bucket) return { etag: await version(source.path), metadata: {} };
      return written.get(join(bucket, key));
    },

    get: async () => ({
      etag: await version(source.path),
      length: (await stat(source.path)).size,
      read: () => readFile(source.path),
      discard: () => {},
    }),

    /** Records a failed write and goes on, so the source's other outputs are reported too. */
    put: async (bucket, { key, replaces }, { body, metadata }) => {
      const path = join(bucket, key);
      if (written.get(path)?.etag !== replaces) return false;
      try {
        await folder.write(path, body);
        written.set(path, {
          etag: createHash("md5").update(body).digest("hex"),
          metadata: { ...metadata },
        });
      } catch (error) {
        notWritten.set(path, messageOf(error));
      }
      return true;
    },

    delete: async (bucket, { key }) => {
      throw new Error(`${join(bucket, key)} is not deleted`);
    },

    readTags: async () => untagged(),
    writeTags: async () => untagged(),
  };
}

function untagged(): never {
  throw new Error("A file has no tags");
}

/** Returns a version, which changes whenever the file does. */
async function version(path: string): Promise<string> {
  const { mtimeNs, size } = await stat(path, { bigint: true });
  return `${mtimeNs}-${size}`;
}
