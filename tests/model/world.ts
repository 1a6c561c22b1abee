import type { OutputNaming, RenditionSettings, Settings } from "../../contract/settings.ts";
import { limits, rendition } from "../helpers/images/renditions.ts";

/** Two sources whose short name is the same where outputs are named by `replace`. */
export const sourceKeys = ["a.png", "a.jpg"];

/** A source is put, or with `undefined` deleted; its event is delivered so many times at least. */
export interface Upload {
  source: string;
  text: string | undefined;
  copies: number;
}

/** One of these changes an output's bytes, the other does not. */
export type ChangedField = "quality" | "cacheControl";

/** What happens to a world beside its workers, one after the other. */
export type Change =
  | Upload
  /** A deployment: events that start later have the new settings. */
  | { settings: ChangedField }
  /** Somebody else deletes an output, as a lifecycle rule may. */
  | { lostOutput: number };

/** All that is fixed before the first step; with a schedule it determines a run. */
export interface World {
  workers: number;
  outputNaming: OutputNaming;
  mirrorDeletions: boolean;
  /** One rendition; or two in two buckets, with two suffixes, or with the same names. */
  renditions: "one" | "two buckets" | "two suffixes" | "same names";
  /** What is there: nothing; a source and its output; or a source that owns both its names, as an old race may have left it. */
  start: "empty" | "settled" | "both names";
  firstText: string;
  changes: Change[];
  /** How many calls fail or workers vanish. */
  faults: number;
  /** How many writes are answered with 409, from the first on. */
  conflicts: number;
  /** Whether a write without an answer may arrive after its event was delivered again. */
  arrivesAnyTime: boolean;
}

/** What S3 alone cannot give, and docs/limits.md says so. Worlds keep within it, but for one that is told otherwise. */
export type Limit = "late writes" | "equal bytes" | "old settings";

/** Whether outputs are deleted, so that another source can take their name. */
export function freesNames({ changes, outputNaming, mirrorDeletions }: World): boolean {
  const isMirror = mirrorDeletions && outputNaming === "replace";
  return isMirror || changes.some((change) => "lostOutput" in change);
}

/** Whether nothing ever is as it was before, so that a late write always fails its condition. */
function neverRepeats({ changes, mirrorDeletions, start }: World): boolean {
  const first = start === "empty" ? [] : ["a.png v0"];
  const later = changes.map((change) => ("source" in change ? `${change.source} ${change.text}` : undefined));
  const all = [...first, ...later];
  return !mirrorDeletions && !all.includes(undefined) && new Set(all).size === all.length;
}

/** The world within the limits, and without what has no sense in it. */
export function possible(world: World, beyond?: Limit): World {
  const frees = freesNames(world);
  const isReplace = world.outputNaming === "replace";
  // Three names for two renditions of two sources: who found none would have to be told when one is free again.
  const renditions =
    world.renditions === "same names" && (!isReplace || frees) ? "two suffixes" : world.renditions;
  const mayOwnTwo = isReplace && renditions !== "same names";
  // ETags tell bodies only: of two sources with equal bytes one could take the other's output in its place.
  const isMarked = frees && beyond !== "equal bytes";
  return {
    ...world,
    renditions,
    start: world.start === "both names" && !mayOwnTwo ? "settled" : world.start,
    firstText: isMarked ? "v0 of a.png" : "v0",
    changes: world.changes.map((change) => (isMarked ? marked(change) : change)),
    arrivesAnyTime: world.arrivesAnyTime && (neverRepeats(world) || beyond === "late writes"),
  };
}

function marked(change: Change): Change {
  if (!("source" in change) || change.text === undefined) return change;
  return { ...change, text: `${change.text} of ${change.source}` };
}

export function settingsOf({ outputNaming, mirrorDeletions, renditions }: World): Settings {
  const small: Record<World["renditions"], Partial<RenditionSettings>[]> = {
    one: [],
    "two buckets": [{ bucket: "web" }],
    "two suffixes": [{ outputSuffix: "-small" }],
    "same names": [{}],
  };
  return {
    sourceBucket: "uploads",
    outputNaming,
    ...(mirrorDeletions && { mirrorDeletions }),
    limits,
    renditions: [
      rendition(),
      ...small[renditions].map((changes) => rendition({ name: "small", ...changes })),
    ],
  };
}

/** Settings change to and fro, for the first rendition only. */
export function changedSettings(settings: Settings, field: ChangedField): Settings {
  const [main, ...others] = settings.renditions;
  if (main === undefined) throw new Error("There is no rendition");
  const { cacheControl, ...plain } = main;
  const changed =
    field === "quality"
      ? { ...main, quality: main.quality === 90 ? 60 : 90 }
      : cacheControl === undefined
        ? { ...plain, cacheControl: "max-age=60" }
        : plain;
  return { ...settings, renditions: [changed, ...others] };
}

/** The names that a source may have for a rendition, by bucket and key. */
export function pathsOf(
  source: string,
  { bucket, outputSuffix }: RenditionSettings,
  naming: OutputNaming,
): string[] {
  const stems = naming === "append" ? [source] : [source.replace(/\.[a-z]+$/, ""), source];
  return stems.map((stem) => `${bucket}/${stem}${outputSuffix}.jpg`);
}

/** What `compress` makes of a text in this model. */
export function imageOf(text: string, { quality }: Pick<RenditionSettings, "quality">): string {
  return `${text}, quality ${quality}`;
}

export const isBad = (text: string) => text.startsWith("bad");
