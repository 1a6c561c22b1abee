import type { OutputNaming, RenditionSettings, Settings } from "../../contract/settings.ts";
import { markKey, type SourceMark } from "../../contract/source-mark.ts";
import { limits, rendition } from "../helpers/images/renditions.ts";

/** Two sources with the same short name where outputs are named by `replace`. */
export const sourceKeys = ["a.png", "a.jpg"];

/** A put of a source, or its deletion with `undefined`; its event is delivered at least `events` times. */
export interface Upload {
  source: string;
  text: string | undefined;
  copies: number;
  /** Comes with it, as from an uploader. */
  mark: SourceMark | undefined;
  /** True if it comes with a tag of somebody else. */
  isOwned: boolean;
}

/** The first changes an output's bytes, the second only its headers. */
export type ChangedField = "quality" | "cacheControl";

/** Changes to a world besides its workers', one after the other. */
export type Change =
  | Upload
  /** A deployment: later invocations have the new settings. */
  | { settings: ChangedField }
  /** Somebody else deletes an output, as a lifecycle rule may. */
  | { lostOutput: number }
  /** An earlier version is copied onto its source, and its tags with it; 0 is the current one. */
  | { copied: string; back: number }
  /** The newest version is deleted for good, and the one before it is current again. */
  | { removed: string }
  /** Somebody else adds a tag to the current version. */
  | { tagged: string };

/** Everything fixed before the first step; with a schedule it determines a run. */
export interface World {
  workers: number;
  outputNaming: OutputNaming;
  mirrorDeletions: boolean;
  /** Sources are marked, for lifecycle rules to filter by. */
  marks: boolean;
  /** One rendition; or two in two buckets, with two suffixes, or with the same names. */
  renditions: "one" | "two buckets" | "two suffixes" | "same names";
  /** The start: nothing; a source and its output; or a source with two outputs, as an old race may leave it. */
  start: "empty" | "settled" | "both names";
  firstText: string;
  changes: Change[];
  /** The number of failing calls and vanishing workers. */
  faults: number;
  /** The number of writes answered with 409, from the first on. */
  conflicts: number;
  /** True if a write without an answer may arrive after its event was delivered again. */
  arrivesAnyTime: boolean;
}

/** Limits of S3 alone, listed in docs/limits.md. Worlds keep within them unless a test asks for one beyond. */
export type Limit = "late writes" | "equal bytes" | "old settings" | "tags of others";

/** Returns true if outputs are deleted, so another source can take their name. */
export function freesNames({ changes, outputNaming, mirrorDeletions }: World): boolean {
  const isMirror = mirrorDeletions && outputNaming === "replace";
  return isMirror || changes.some((change) => "lostOutput" in change);
}

/** Returns true if no state ever repeats, so a late write always fails its condition. */
function neverRepeats({ changes, mirrorDeletions, start }: World): boolean {
  const first = start === "empty" ? [] : ["a.png v0"];
  const later = changes.map((change) => ("source" in change ? `${change.source} ${change.text}` : undefined));
  const all = [...first, ...later];
  return !mirrorDeletions && !all.includes(undefined) && new Set(all).size === all.length;
}

/** Restricts the world to the limits, and to sensible combinations. */
export function possible(world: World, beyond?: Limit): World {
  const frees = freesNames(world);
  const isReplace = world.outputNaming === "replace";
  // With three names for two renditions of two sources, one without a free name would need an event once one
  // is free again.
  const renditions =
    world.renditions === "same names" && (!isReplace || frees) ? "two suffixes" : world.renditions;
  const mayOwnTwo = isReplace && renditions !== "same names";
  // ETags identify bodies only: of two sources with equal bytes one could take over the other's output.
  const isNamed = frees && beyond !== "equal bytes";
  const changes = world.changes.filter((change) => !("tagged" in change) || beyond === "tags of others");
  return {
    ...world,
    renditions,
    start: world.start === "both names" && !mayOwnTwo ? "settled" : world.start,
    firstText: isNamed ? "v0 of a.png" : "v0",
    changes: changes.map((change) => (isNamed ? named(change) : change)),
    arrivesAnyTime: world.arrivesAnyTime && (neverRepeats(world) || beyond === "late writes"),
  };
}

/** Gives each source texts of its own. */
function named(change: Change): Change {
  if (!("source" in change) || change.text === undefined) return change;
  return { ...change, text: `${change.text} of ${change.source}` };
}

export function settingsOf({ outputNaming, mirrorDeletions, marks, renditions }: World): Settings {
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
    ...(marks && { markSources: true }),
    limits,
    renditions: [
      rendition(),
      ...small[renditions].map((changes) => rendition({ name: "small", ...changes })),
    ],
  };
}

/** Changes the settings of the first rendition to and fro. */
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

/** Lists the possible names of a source's output for a rendition, as `bucket/key`. */
export function pathsOf(
  source: string,
  { bucket, outputSuffix }: RenditionSettings,
  naming: OutputNaming,
): string[] {
  const stems = naming === "append" ? [source] : [source.replace(/\.[a-z]+$/, ""), source];
  return stems.map((stem) => `${bucket}/${stem}${outputSuffix}.jpg`);
}

/** Returns the output of `compress` in this model. */
export function imageOf(text: string, { quality }: Pick<RenditionSettings, "quality">): string {
  return `${text}, quality ${quality}`;
}

/** The file itself is at fault. */
export const isBad = (text: string) => text.startsWith("bad");

/** Limits keep a good picture out. */
const isBig = (text: string) => text.startsWith("big");

export const isRejected = (text: string) => isBad(text) || isBig(text);

/** A try on it ends the function, so its event becomes a dead letter. */
export const isHeavy = (text: string) => text.startsWith("heavy");

/** Returns the tags with which a source is put. */
export function tagsOf({ mark, isOwned }: Upload): Record<string, string> {
  return { ...(isOwned && { owner: "ann" }), ...(mark !== undefined && { [markKey]: mark }) };
}
