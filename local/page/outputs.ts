import { defaultRendition, type RenditionSettings } from "../../contract/settings.ts";
import { settingsHash } from "../../contract/settings-hash.ts";
import type { StoredObject } from "../aws/s3/storage/schema.ts";

/** Names a bucket in the page's addresses. */
export type Place = "source" | "output" | "web";

export interface PageObject {
  key: string;
  size: number;
  etag: string;
  /** Milliseconds since the epoch. */
  written: number;
}

export interface PageOutput extends PageObject {
  place: Exclude<Place, "source">;
  rendition: string;
  contentType: string;
  /** Nothing in an output's bytes tells its recipe: it is known only where today's settings made the output. */
  recipe: Recipe | undefined;
  /** Holds the source's own bytes, since no encoding was smaller. */
  isCopy: boolean;
  /** Was made before the source was overwritten. */
  isOfEarlierSource: boolean;
}

type Recipe = Pick<RenditionSettings, "format" | "quality" | "scale" | "maxDimension">;

export type Found = Pick<StoredObject, "key" | "size" | "etag" | "lastModified">;

type DescribeOutput = (
  source: PageObject,
  place: PageOutput["place"],
  output: Found & Pick<StoredObject, "attributes">,
) => PageOutput;

/** Returns a function that describes an output by its own metadata and bytes. */
export function createDescription(renditions: RenditionSettings[]): DescribeOutput {
  const recipes = new Map(renditions.map((one) => [`${one.name} ${settingsHash(one)}`, one]));
  return (source, place, output) => {
    const { metadata, headers } = output.attributes;
    const { rendition = "", settings, "source-etag": etag = source.etag } = metadata;
    return {
      ...pageObject(output),
      place,
      rendition,
      contentType: headers["content-type"] ?? "",
      recipe: recipes.get(`${rendition} ${settings}`),
      isCopy: isCopy(source, output),
      isOfEarlierSource: etag !== source.etag,
    };
  };
}

export function pageObject({ key, size, etag, lastModified }: Found): PageObject {
  return { key, size, etag, written: lastModified.getTime() };
}

/** The ETag of a multipart upload says nothing of its bytes, but no encoding comes to the same number of them. */
function isCopy(source: PageObject, output: Found): boolean {
  return source.size === output.size && (source.etag === output.etag || source.etag.includes("-"));
}

/**
 * Splits the outputs of a source into one for each rendition, the default one first, and those left over under another
 * name. Of two outputs that of today's settings is the rendition's, else the newest.
 */
export function splitOutputs(all: PageOutput[]): Record<"outputs" | "leftOver", PageOutput[]> {
  const outputs = new Map<string, PageOutput>();
  for (const output of all.toSorted(byPrecedence))
    if (!outputs.has(output.rendition)) outputs.set(output.rendition, output);
  const shown = [...outputs.values()].sort(byRendition);
  return { outputs: shown, leftOver: all.filter((output) => !shown.includes(output)) };
}

function byPrecedence(one: PageOutput, other: PageOutput): number {
  const isToday = ({ recipe }: PageOutput) => Number(recipe !== undefined);
  return isToday(other) - isToday(one) || other.written - one.written;
}

/** Sorts by name, so outputs keep their places. */
function byRendition(one: PageOutput, other: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(one) < rank(other) ? -1 : 1;
}
