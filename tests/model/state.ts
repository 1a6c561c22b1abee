import type { Settings } from "../../contract/settings.ts";
import { markKey, SourceMark } from "../../contract/source-mark.ts";
import { outputMetadata } from "../../handler/reconcile/output-metadata.ts";
import type { reconcile } from "../../handler/reconcile/reconcile.ts";
import { createModelS3, type ModelS3, noteOutput, putSource } from "./s3.ts";
import type { Call } from "./workers.ts";
import { type Change, imageOf, type Limit, pathsOf, possible, settingsOf, type World } from "./world.ts";

export type Sent =
  | "If-Match on PUT"
  | "If-None-Match on PUT"
  | "If-Match on DELETE"
  | "tags of the version that was read";

/** The code under test: the real code, or a copy without one guard. */
export interface Subject {
  reconcile: typeof reconcile;
  /** A part of a request withheld from S3. */
  unsent?: Sent;
  beyond?: Limit;
}

/** An event on its way. */
export interface Delivery {
  key: string;
  /** True for an event of a deployment, delivered after the end of every worker with older settings. */
  isAfterDeployment: boolean;
}

export interface Worker {
  name: string;
  delivery: Delivery;
  /** The number of deployments it has seen. */
  generation: number;
  waiting: Call[];
  isRunning: boolean;
  /** True if it goes on only when chosen, or when nobody else can. */
  isStalled: boolean;
}

/** A write given up without an answer, which may still arrive. */
export interface LateWrite {
  call: Call;
  worker: Worker;
}

export interface State {
  world: World;
  subject: Subject;
  s3: ModelS3;
  settings: Settings;
  generation: number;
  workers: Worker[];
  started: number;
  late: LateWrite[];
  pending: Delivery[];
  changes: Change[];
  faults: number;
  conflicts: number;
  /** The first violation of the oracle's rule, if any. */
  loss: string | undefined;
  tell: (line: string) => void;
}

export function createState(drawn: World, subject: Subject, tell: (line: string) => void): State {
  const world = possible(drawn, subject.beyond);
  const { changes, faults, conflicts } = world;
  const state: State = {
    world,
    subject,
    s3: createModelS3(),
    settings: settingsOf(world),
    generation: 0,
    workers: [],
    started: 0,
    late: [],
    pending: [],
    changes: [...changes],
    faults,
    conflicts,
    loss: undefined,
    tell,
  };
  if (world.start !== "empty") placeOutputs(state);
  return state;
}

/** Places a source `v0` and its outputs before the first step. */
function placeOutputs({ world, s3, settings, tell }: State): void {
  const source = "a.png";
  const text = world.firstText;
  putSource(s3, source, text, world.marks ? { [markKey]: SourceMark.done } : {});
  const seen = { source, version: 1, text };
  for (const [at, rendition] of settings.renditions.entries()) {
    const paths = pathsOf(source, rendition, settings.outputNaming);
    const first = world.renditions === "same names" ? at : 0;
    for (const path of world.start === "both names" ? paths : paths.slice(first, first + 1)) {
      const body = imageOf(text, rendition);
      const metadata = { ...outputMetadata(settings.sourceBucket, source, text, rendition) };
      const made = { ...seen, rendition: rendition.name };
      const output = { body, cacheControl: rendition.cacheControl, metadata, made };
      s3.outputs.set(path, output);
      noteOutput(s3, output);
      tell(`at the start ${source} = "${text}", ${path} = "${body}"`);
    }
  }
}
