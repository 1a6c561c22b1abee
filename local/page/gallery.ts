import { type Settings, settingsVariable } from "../../contract/settings.ts";
import type { Storage } from "../aws/s3/storage/storage.ts";
import type { LocalStack } from "../stack/stack.ts";
import type { Durations } from "./durations.ts";
import {
  createDescription,
  type Found,
  type PageObject,
  type PageOutput,
  pageObject,
  splitOutputs,
} from "./outputs.ts";
import { decoded } from "./requests.ts";

export interface PageImage {
  source: PageObject;
  /** One for each rendition, the default one first. */
  outputs: (PageOutput & {
    /** The duration of the compression that made it; `undefined` if it was not the last one. */
    milliseconds: number | undefined;
  })[];
  /** Outputs under other names than those of their rendition today. */
  leftOver: PageOutput[];
}

export interface Gallery {
  images(limit: number): { images: PageImage[]; hasMore: boolean };
}

type Buckets = Pick<LocalStack, "outputBucket" | "webBucket">;

interface Objects extends Pick<Storage, "newest" | "outputsOf"> {
  find(bucket: string, key: string): Found | undefined;
}

interface Source {
  /** The key as stored in the metadata of its outputs. */
  encodedKey: string;
  object: PageObject;
}

/** Lists images by their last written output, the newest first. */
export function createGallery(
  stack: Buckets & { sourceBucket: string; function: Pick<LocalStack["function"], "environment"> },
  storage: Objects,
  durations: Pick<Durations, "milliseconds">,
): Gallery {
  const { renditions }: Settings = JSON.parse(stack.function.environment[settingsVariable] ?? "{}");
  const places = placesOf(stack);
  const describe = createDescription(renditions);

  const findSource = (encodedKey: string): Source[] => {
    const key = decoded(encodedKey);
    // No source is found when it is gone, or when its key was too long for the metadata of its outputs.
    const found = key === undefined ? undefined : storage.find(stack.sourceBucket, key);
    return found === undefined ? [] : [{ encodedKey, object: pageObject(found) }];
  };

  const withOutputs = ({ encodedKey, object }: Source): PageImage => {
    const all = places.flatMap(([place, bucket]) =>
      storage.outputsOf(bucket, encodedKey).map((output) => describe(object, place, output)),
    );
    const { outputs, leftOver } = splitOutputs(all);
    const milliseconds = durations.milliseconds(object.key);
    const isOfLast = ofLastCompression(all, milliseconds);
    return {
      source: object,
      outputs: outputs.map((output) => ({
        ...output,
        milliseconds: isOfLast(output) ? milliseconds : undefined,
      })),
      leftOver,
    };
  };

  return {
    images: (limit) => {
      // Reads more outputs until there are enough images: some belong to earlier renditions or to deleted sources.
      for (let count = (limit + 1) * renditions.length; ; count *= 4) {
        const { sourceKeys, isAll } = newestSources(places, storage, count);
        const sources = sourceKeys.flatMap(findSource);
        if (isAll || sources.length > limit)
          return { images: sources.slice(0, limit).map(withOutputs), hasMore: sources.length > limit };
      }
    },
  };
}

function placesOf({ outputBucket, webBucket }: Buckets): [PageOutput["place"], string][] {
  return [
    ["output", outputBucket],
    ...(webBucket === undefined ? [] : [["web", webBucket] as ["web", string]]),
  ];
}

/** Finds the sources of the newest `count` outputs of each bucket. `isAll` means no outputs are older. */
function newestSources(
  places: [string, string][],
  storage: Pick<Storage, "newest">,
  count: number,
): { sourceKeys: string[]; isAll: boolean } {
  const newest = places.map(([, bucket]) => storage.newest(bucket, count));
  const cut = newest.filter(({ length }) => length === count);
  // Before this time some bucket's outputs were not read, so older outputs of the others are left out.
  const horizon = Math.max(0, ...cut.map((outputs) => outputs.at(-1)?.lastModified.getTime() ?? 0));
  const keys = newest
    .flat()
    .filter(({ lastModified }) => lastModified.getTime() >= horizon)
    .sort((one, other) => other.lastModified.getTime() - one.lastModified.getTime())
    .map(({ attributes }) => attributes.metadata["source-key"] ?? "");
  return { sourceKeys: [...new Set(keys)], isAll: cut.length === 0 };
}

/** All outputs of one compression were written within its duration. */
function ofLastCompression(outputs: PageOutput[], milliseconds = 0): (output: PageOutput) => boolean {
  const last = Math.max(...outputs.map(({ written }) => written));
  return ({ written }) => last - written <= milliseconds;
}
