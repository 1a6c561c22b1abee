import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import type { Head, ObjectStore } from "../../handler/reconcile/object-store.ts";
import { messageOf } from "../message-of.ts";
import type { OutputFolder } from "./output-folder.ts";

/** What this run wrote, by its path: of other files a pipeline would not know the owner. */
export type Written = Map<string, Head>;

/** What was made and has no place, by its path, and why. */
export type NotWritten = Map<string, string>;

export interface Source {
  /** What no folder is called. */
  bucket: string;
  path: string;
}

/** One source as an object, and folders in the place of buckets, so that the handler's own code decides what becomes of it. */
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

    /** What cannot be written must not keep a source's other outputs from being told. */
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
  };
}

/** Changes whenever the file does. */
async function version(path: string): Promise<string> {
  const { mtimeNs, size } = await stat(path, { bigint: true });
  return `${mtimeNs}-${size}`;
}
