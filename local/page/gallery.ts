import {
  defaultRendition,
  type RenditionSettings,
  type Settings,
  settingsVariable,
} from "../../handler/settings.ts";
import type { StoredObject } from "../s3/schema.ts";
import type { Storage } from "../s3/storage.ts";
import type { LocalStack } from "../stack.ts";
import type { Looks } from "./looks.ts";
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

/** An image that is being written is newer than outputs of the one before it, for as many as are at work. */
const interleaved = 20;

type Buckets = Pick<LocalStack, "outputBucket" | "webBucket">;

interface Objects extends Pick<Storage, "newest"> {
  find(bucket: string, key: string): Pick<StoredObject, "key" | "size" | "etag" | "lastModified"> | undefined;
}

interface Outputs {
  list: { source: string | undefined; output: PageOutput }[];
  /** Whether there are no older ones. */
  isAll: boolean;
}

/** The images whose outputs were written last, the newest first. */
export function createGallery(
  stack: Buckets & { sourceBucket: string; function: Pick<LocalStack["function"], "environment"> },
  storage: Objects,
  looks: Pick<Looks, "milliseconds">,
): Gallery {
  const { renditions }: Settings = JSON.parse(stack.function.environment[settingsVariable] ?? "{}");

  const withOutputs = ([key, outputs]: [string | undefined, Outputs["list"]]): PageImage[] => {
    // Nothing when the source is gone, or its key too long for the metadata of its outputs.
    const source = key === undefined ? undefined : storage.find(stack.sourceBucket, key);
    if (source === undefined) return [];
    const { size, etag, lastModified } = source;
    return [
      {
        source: { key: source.key, size, etag, written: lastModified.getTime() },
        outputs: outputs.map(({ output }) => output).sort(byRendition),
        milliseconds: looks.milliseconds(source.key),
      },
    ];
  };

  return {
    renditions,
    images: (limit) => {
      // How many outputs so many images have is not known: they may be of earlier renditions, and of sources that are gone.
      for (let count = (limit + 1) * renditions.length + interleaved; ; count *= 4) {
        const { list, isAll } = newestOutputs(stack, storage, count);
        const images = [...Map.groupBy(list, ({ source }) => source)].flatMap(withOutputs);
        if (isAll || images.length > limit)
          return { images: images.slice(0, limit), hasMore: images.length > limit };
      }
    },
  };
}

function newestOutputs(
  { outputBucket, webBucket }: Buckets,
  storage: Pick<Storage, "newest">,
  count: number,
): Outputs {
  const places = { output: outputBucket, ...(webBucket !== undefined && { web: webBucket }) };
  const newest = Object.entries(places).map(([place, bucket]) =>
    storage.newest(bucket, count).map(({ metadata, lastModified, key, size, etag }) => ({
      source: decoded(metadata["source-key"] ?? ""),
      output: {
        ...{ key, size, etag, written: lastModified.getTime() },
        ...{ place: place as PageOutput["place"], rendition: metadata.rendition ?? "" },
      },
    })),
  );
  return {
    list: newest.flat().sort((one, other) => other.output.written - one.output.written),
    isAll: newest.every(({ length }) => length < count),
  };
}

/** The pipeline's own output before the further ones, and each always in its place. */
function byRendition(one: PageOutput, other: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(one) < rank(other) ? -1 : 1;
}
