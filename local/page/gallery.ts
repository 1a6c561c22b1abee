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

/** Which bucket an object of the page is in. */
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

/** A source, its outputs, and how long the function took for them, where its log said so. */
export interface PageImage {
  source: PageObject;
  outputs: PageOutput[];
  milliseconds: number | undefined;
}

export interface Gallery {
  images(limit: number): { images: PageImage[]; hasMore: boolean };
  /** The recipes, the pipeline's own first. */
  renditions: Pick<RenditionSettings, "name" | "format" | "quality" | "scale" | "maxDimension" | "effort">[];
}

type Buckets = Pick<LocalStack, "outputBucket" | "webBucket">;

type Found = Pick<StoredObject, "key" | "size" | "etag" | "lastModified">;

interface Objects extends Pick<Storage, "newest" | "outputsOf"> {
  find(bucket: string, key: string): Found | undefined;
}

interface Source {
  /** As the metadata of its outputs has it. */
  encodedKey: string;
  object: PageObject;
}

/** The images whose outputs were written last, the newest first. */
export function createGallery(
  stack: Buckets & { sourceBucket: string; function: Pick<LocalStack["function"], "environment"> },
  storage: Objects,
  durations: Pick<Durations, "milliseconds">,
): Gallery {
  const { renditions }: Settings = JSON.parse(stack.function.environment[settingsVariable] ?? "{}");
  const places = placesOf(stack);

  const findSource = (encodedKey: string): Source[] => {
    const key = decoded(encodedKey);
    // Nothing when the source is gone, or its key too long for the metadata of its outputs.
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
      // How many outputs so many images have is not known: they may be of earlier renditions, and of sources that are gone.
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

/** The sources of so many outputs of each bucket, and whether there are no older ones. */
function newestSources(
  places: [string, string][],
  storage: Pick<Storage, "newest">,
  count: number,
): { sourceKeys: string[]; isAll: boolean } {
  const newest = places.map(([, bucket]) => storage.newest(bucket, count));
  const cut = newest.filter(({ length }) => length === count);
  // Of the time before it not every bucket has told.
  const horizon = Math.max(0, ...cut.map((outputs) => outputs.at(-1)?.lastModified.getTime() ?? 0));
  const keys = newest
    .flat()
    .filter(({ lastModified }) => lastModified.getTime() >= horizon)
    .sort((one, other) => other.lastModified.getTime() - one.lastModified.getTime())
    .map(({ attributes }) => attributes.metadata["source-key"] ?? "");
  return { sourceKeys: [...new Set(keys)], isAll: cut.length === 0 };
}

/** The pipeline's own output before the further ones, and each always in its place. */
function byRendition(one: PageOutput, other: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(one) < rank(other) ? -1 : 1;
}
