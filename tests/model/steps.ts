import type { Outcome } from "../../contract/outcome.ts";
import { findFalseTags } from "./mark-oracle.ts";
import { findLoss } from "./oracle.ts";
import {
  currentOf,
  type ModelTagging,
  type ModelWrite,
  putSource,
  removeSource,
  tagSource,
  versionsOf,
  write,
} from "./s3.ts";
import type { Delivery, LateWrite, State, Worker } from "./state.ts";
import { type Call, compressText, Heavy, StoreInTurns } from "./workers.ts";
import { type ChangedField, changedSettings, tagsOf, type Upload } from "./world.ts";

/** Workers only wait for their turns: when no microtask is left, each of them waits or has ended. */
export function untilAllWait(): Promise<void> {
  return new Promise((resolve) => process.nextTick(resolve));
}

/** Delivers an event to a function, which keeps the settings of its start. */
export function deliver(state: State, delivery: Delivery): Worker {
  state.pending.splice(state.pending.indexOf(delivery), 1);
  state.started += 1;
  const name = `worker ${state.started}`;
  const { generation } = state;
  const worker: Worker = { name, delivery, generation, waiting: [], isRunning: true, isStalled: false };
  state.workers.push(worker);
  state.tell(`${name} starts with an event of ${delivery.key}`);
  reconcileKey(state, worker).then(
    (outcomes) => {
      end(state, worker);
      state.tell(`${name} ends: ${outcomes.map(({ outcome }) => outcome).join(", ")}`);
    },
    (error) => {
      end(state, worker);
      const isDead = error instanceof Heavy;
      if (!isDead) state.pending.push(delivery);
      state.tell(
        `${name} throws "${error.message}": its event ${isDead ? "is a dead letter" : "comes again"}`,
      );
    },
  );
  return worker;
}

function reconcileKey(state: State, { waiting, delivery: { key } }: Worker): Promise<Outcome[]> {
  const turns = {
    s3: state.s3,
    waiting,
    write: (asked: ModelWrite) => arrive(state, asked),
    tag: (asked: ModelTagging) => arriveTags(state, asked),
  };
  return state.subject.reconcile(key, state.settings, new StoreInTurns(turns, key), compressText);
}

/** Drops the open reads of an ended worker, but keeps its open writes. */
export function end(state: State, worker: Worker): void {
  worker.isRunning = false;
  worker.isStalled = true;
  for (const call of [...worker.waiting]) if (!call.isWrite) drop(worker.waiting, call);
  if (worker.waiting.length === 0) drop(state.workers, worker);
}

/** Passes a call to S3, and its answer to the worker. */
export function proceed(state: State, worker: Worker, call: Call): void {
  drop(worker.waiting, call);
  if (!worker.isRunning) {
    arriveLate(state, { call, worker });
    if (worker.waiting.length === 0) drop(state.workers, worker);
    return;
  }
  if (call.isWrite && state.conflicts > 0) {
    state.conflicts -= 1;
    conflict(state, worker, call);
    return;
  }
  const { status, value } = call.arrive();
  state.tell(`${worker.name}: ${call.label} → ${status}`);
  call.answer(value);
}

/** S3 is busy with another write of the same key. */
export function conflict(state: State, worker: Worker, call: Call): void {
  state.tell(`${worker.name}: ${call.label} → 409`);
  call.answer(false);
}

/** Nobody waits for the answer any more. */
export function arriveLate(state: State, { call, worker }: LateWrite): void {
  state.tell(`late, of ${worker.name}: ${call.label} → ${call.arrive().status}`);
}

export function applyChange(state: State): void {
  const change = state.changes.shift();
  if (change === undefined) return;
  if ("source" in change) upload(state, change);
  else if ("settings" in change) deploy(state, change.settings);
  else if ("copied" in change) copy(state, change.copied, change.back);
  else if ("removed" in change) remove(state, change.removed);
  else if ("tagged" in change) addTag(state, change.tagged);
  else loseOutput(state, change.lostOutput);
}

function upload({ s3, pending, tell }: State, change: Upload): void {
  const { source, text, copies } = change;
  const tags = text === undefined ? {} : tagsOf(change);
  putSource(s3, source, text, tags);
  const tagged = Object.keys(tags).length === 0 ? "" : ` with ${JSON.stringify(tags)}`;
  tell(text === undefined ? `${source} is deleted` : `${source} = "${text}" is uploaded${tagged}`);
  for (let copy = 0; copy < copies; copy += 1) pending.push({ key: source, isAfterDeployment: false });
}

function copy({ s3, pending, tell }: State, source: string, back: number): void {
  const kept = versionsOf(s3, source).filter(({ text, isRemoved }) => text !== undefined && !isRemoved);
  const version = kept.at(-1 - back) ?? kept[0];
  if (version === undefined) return;
  putSource(s3, source, version.text, { ...version.tags });
  tell(`${source}, ${version.id}, = "${version.text}" is copied with ${JSON.stringify(version.tags)}`);
  pending.push({ key: source, isAfterDeployment: false });
}

function remove({ s3, pending, tell }: State, source: string): void {
  tell(`${source}, ${currentOf(s3, source).id}, is deleted for good`);
  removeSource(s3, source);
  pending.push({ key: source, isAfterDeployment: false });
}

function addTag({ s3, tell }: State, key: string): void {
  const { id, text, tags } = currentOf(s3, key);
  if (text === undefined) return;
  tagSource(s3, { key, id, tags: { ...tags, scan: "clean" } });
  tell(`somebody tags ${key}, ${id}`);
}

function deploy(state: State, field: ChangedField): void {
  state.settings = changedSettings(state.settings, field);
  state.generation += 1;
  state.tell(`a deployment changes ${field}`);
  sendEvents(state, true);
}

function loseOutput(state: State, which: number): void {
  const paths = [...state.s3.outputs.keys()];
  const path = paths[which % paths.length];
  if (path === undefined) return;
  state.s3.outputs.delete(path);
  state.tell(`somebody deletes ${path}`);
  sendEvents(state, false);
}

function sendEvents({ s3, pending }: State, isAfterDeployment: boolean): void {
  for (const key of s3.sources.keys()) pending.push({ key, isAfterDeployment });
}

function arrive(state: State, asked: ModelWrite): number {
  const { s3, subject } = state;
  const before = s3.outputs.get(asked.path);
  const sent = "ifNoneMatch" in asked.condition ? "If-None-Match" : "If-Match";
  const isSeen = `${sent} on ${asked.method}` !== subject.unsent;
  const status = write(s3, isSeen ? asked : { ...asked, condition: {} });
  if (status < 300) state.loss ??= findLoss(s3, state.settings, asked, before);
  return status;
}

function arriveTags(state: State, asked: ModelTagging): number {
  const { s3, subject, settings } = state;
  const isSeen = subject.unsent !== "tags of the version that was read";
  const sent = isSeen ? asked : { ...asked, id: undefined };
  state.loss ??= findFalseTags(s3, settings, sent);
  return tagSource(s3, sent);
}

function drop<Element>(list: Element[], element: Element): void {
  const at = list.indexOf(element);
  if (at >= 0) list.splice(at, 1);
}
