import type { Outcome } from "../../contract/outcome.ts";
import { findLoss } from "./oracle.ts";
import { type ModelWrite, putSource, write } from "./s3.ts";
import type { Delivery, LateWrite, State, Worker } from "./state.ts";
import { type Call, compressText, StoreInTurns } from "./workers.ts";
import { type ChangedField, changedSettings, type Upload } from "./world.ts";

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
      state.pending.push(delivery);
      state.tell(`${name} throws "${error.message}": its event comes again`);
    },
  );
  return worker;
}

function reconcileKey(state: State, { waiting, delivery: { key } }: Worker): Promise<Outcome[]> {
  const turns = { s3: state.s3, waiting, write: (asked: ModelWrite) => arrive(state, asked) };
  return state.subject.reconcile(key, state.settings, new StoreInTurns(turns, key), compressText);
}

/** Drops the open reads of an ended worker, but keeps its open writes. */
export function end(state: State, worker: Worker): void {
  worker.isRunning = false;
  worker.isStalled = true;
  for (const call of [...worker.waiting]) if (!call.isWrite) remove(worker.waiting, call);
  if (worker.waiting.length === 0) remove(state.workers, worker);
}

/** Passes a call to S3, and its answer to the worker. */
export function proceed(state: State, worker: Worker, call: Call): void {
  remove(worker.waiting, call);
  if (!worker.isRunning) {
    arriveLate(state, { call, worker });
    if (worker.waiting.length === 0) remove(state.workers, worker);
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
  else loseOutput(state, change.lostOutput);
}

function upload({ s3, pending, tell }: State, { source, text, copies }: Upload): void {
  putSource(s3, source, text);
  tell(text === undefined ? `${source} is deleted` : `${source} = "${text}" is uploaded`);
  for (let copy = 0; copy < copies; copy += 1) pending.push({ key: source, isAfterDeployment: false });
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

function remove<Element>(list: Element[], element: Element): void {
  const at = list.indexOf(element);
  if (at >= 0) list.splice(at, 1);
}
