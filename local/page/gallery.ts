import {
  defaultRendition,
  type RenditionSettings,
  type Settings,
  settingsVariable,
} from "../../contract/settings.ts";
import type { StoredObject } from "../aws/s3/storage/schema.ts";
import type { Storage } from "../aws/s3/storage/storage.ts";
import type { LocalStack } from "../stack/stack.ts";
import type { Durations } from "./durations.ts";
import { decoded } from "./requests.ts";

/** Names a bucket in the page's addresses. */
export type Place = "source" | "output" | "web";

interface PageObject {
  key: string;
  size: number;
  etag: string;
  /** Milliseconds since the epoch. */
  written: number;
}

interface PageOutput extends PageObject {
  place: Exclude<Place, "source">;
  rendition: string;
}

export interface PageImage {
  source: PageObject;
  outputs: PageOutput[];
  /** The duration of the last compression; `undefined` if it is not in the log. */
  milliseconds: number | undefined;
}

export interface Gallery {
  images(limit: number): { images: PageImage[]; hasMore: boolean };
  /** The recipes, the default rendition first. */
  renditions: Pick<RenditionSettings, "name" | "format" | "quality" | "scale" | "maxDimension" | "effort">[];
}

type Buckets = Pick<LocalStack, "outputBucket" | "webBucket">;

type Found = Pick<StoredObject, "key" | "size" | "etag" | "lastModified">;

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

  const findSource = (encodedKey: string): Source[] => {
    const key = decoded(encodedKey);
    // No source is found when it is gone, or when its key was too long for the metadata of its outputs.
    const found = key === undefined ? undefined : storage.find(stack.sourceBucket, key);
    return found === undefined ? [] : [{ encodedKey, object: pageObject(found) }];
  };

  const withOutputs = ({ encodedKey, object }: Source): PageImage => ({
    source: object,
    outputs: places
      .flatMap(([place, bucket]) => outputsOf(storage, place, bucket, encodedKey))
      .sort(byRendition),
    milliseconds: durations.milliseconds(object.key),
  });

  return {
    renditions,
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

function pageObject({ key, size, etag, lastModified }: Found): PageObject {
  return { key, size, etag, written: lastModified.getTime() };
}

function outputsOf(
  storage: Pick<Storage, "outputsOf">,
  place: PageOutput["place"],
  bucket: string,
  sourceKey: string,
): PageOutput[] {
  return storage.outputsOf(bucket, sourceKey).map((object) => {
    return { ...pageObject(object), place, rendition: object.attributes.metadata.rendition ?? "" };
  });
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

/** Sorts the default rendition first, the others by name, so outputs keep their places. */
function byRendition(one: PageOutput, other: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(one) < rank(other) ? -1 : 1;
}
