import {
  defaultRendition,
  type RenditionSettings,
  type Settings,
  settingsVariable,
} from "../../handler/settings.ts";
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

/** The images whose outputs were written last, the newest first. */
export function createGallery(
  { sourceBucket, outputBucket, webBucket, function: { environment } }: LocalStack,
  storage: Storage,
  looks: Looks,
): Gallery {
  const { renditions }: Settings = JSON.parse(environment[settingsVariable] ?? "{}");
  const newest = (bucket: string, place: PageOutput["place"], limit: number) => {
    const perSource = renditions.filter((rendition) => rendition.bucket === bucket).length;
    return storage
      .newest(bucket, limit * perSource + interleaved)
      .map(({ metadata, lastModified, ...object }) => {
        const { key, size, etag } = object;
        const rendition = metadata.rendition ?? "";
        const output: PageOutput = { key, size, etag, written: lastModified.getTime(), place, rendition };
        return { source: decoded(metadata["source-key"] ?? ""), output };
      });
  };

  return {
    renditions,
    images: (limit) => {
      const written = [
        ...newest(outputBucket, "output", limit + 1),
        ...(webBucket === undefined ? [] : newest(webBucket, "web", limit + 1)),
      ].sort((one, other) => other.output.written - one.output.written);
      const images = [...Map.groupBy(written, ({ source }) => source)].flatMap(([key, outputs]) => {
        // Nothing when the source is gone, or its key too long for the metadata of its outputs.
        const source = key === undefined ? undefined : storage.find(sourceBucket, key);
        if (source === undefined) return [];
        const { size, etag, lastModified } = source;
        return {
          source: { key: source.key, size, etag, written: lastModified.getTime() },
          outputs: outputs.map(({ output }) => output).sort(byRendition),
          milliseconds: looks.milliseconds(source.key),
        };
      });
      return { images: images.slice(0, limit), hasMore: images.length > limit };
    },
  };
}

/** The pipeline's own output before the further ones, and each always in its place. */
function byRendition(one: PageOutput, other: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(one) < rank(other) ? -1 : 1;
}
