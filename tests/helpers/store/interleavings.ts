import type { Settings } from "../../../contract/settings.ts";
import type { ObjectStore } from "../../../handler/reconcile/object-store.ts";
import { reconcile } from "../../../handler/reconcile/reconcile.ts";
import { compressText, type ScriptedStore } from "./scripted-store.ts";

/** A client's change: it puts a source, or deletes it with `undefined`; the event arrives `events` times. */
export interface Change {
  text: string | undefined;
  events: number;
}

interface Call {
  call: string;
  proceed: () => void;
  fail: () => void;
}

interface Worker {
  /** The answers so far: its next call depends on nothing else. */
  answers: string[];
  /** Calls awaiting their turn. */
  waiting: Call[];
  isBusy: boolean;
}

interface World {
  store: ScriptedStore;
  workers: Worker[];
  changes: Change[];
  undelivered: number;
  /** Writes whose answers were lost; they can still arrive. */
  late: Call[];
  /** The number of further lost answers. */
  losses: number;
}

/**
 * Steps through every order in which the calls of two workers and the changes of a client can reach the store, and passes
 * the store of each end to `verify`. A state seen before is not explored again.
 *
 * @returns The number of states.
 */
export async function interleave(
  start: () => Promise<ScriptedStore>,
  { changes, losses = 0 }: { changes: Change[]; losses?: number },
  settings: Settings,
  verify: (store: ScriptedStore) => void,
): Promise<number> {
  const seen = new Set<string>();
  const paths: number[][] = [[]];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const world = createWorld(await start(), changes, losses);
    for (const choice of path) await actionsOf(world, settings)[choice]?.();

    let actions = actionsOf(world, settings);
    for (let state = stateOf(world); !seen.has(state); state = stateOf(world)) {
      seen.add(state);
      for (let choice = 1; choice < actions.length; choice += 1) paths.push([...path, choice]);
      if (actions.length === 0) verify(world.store);
      path = [...path, 0];
      await actions[0]?.();
      actions = actionsOf(world, settings);
    }
  }
  return seen.size;
}

function createWorld(store: ScriptedStore, changes: Change[], losses: number): World {
  const workers = [1, 2].map(() => ({ answers: [], waiting: [], isBusy: false }));
  return { store, workers, changes: [...changes], undelivered: 0, late: [], losses };
}

function actionsOf(world: World, settings: Settings): (() => void | Promise<void>)[] {
  const { workers, changes, late, losses, undelivered } = world;
  const client = changes.length > 0 ? [() => applyChange(world)] : [];
  const waiting = [late, ...workers.map((worker) => worker.waiting)];
  const calls = waiting.flatMap((queue) => queue.map((call) => () => proceed(queue, call)));
  const writes = workers.flatMap((worker) =>
    worker.waiting
      .filter(({ call }) => losses > 0 && call.startsWith("PUT"))
      .map((call) => () => lose(world, worker, call)),
  );
  const idle = workers.find(({ isBusy }) => !isBusy);
  const delivery = idle && undelivered > 0 ? [() => deliver(world, idle, settings)] : [];
  return [...client, ...calls, ...writes, ...delivery];
}

function applyChange(world: World): void {
  const change = world.changes.shift();
  if (change?.text === undefined) world.store.objects.delete("uploads/a.png");
  else world.store.putSource("a.png", change.text);
  world.undelivered += change?.events ?? 0;
}

async function proceed(queue: Call[], call: Call): Promise<void> {
  queue.splice(queue.indexOf(call), 1);
  call.proceed();
  await untilAllWait();
}

/** Breaks the connection: the worker gets an error, and the write arrives at any later time. */
async function lose(world: World, { waiting }: Worker, call: Call): Promise<void> {
  waiting.splice(waiting.indexOf(call), 1);
  world.late.push(call);
  world.losses -= 1;
  call.fail();
  await untilAllWait();
}

/** Delivers an event; after a failure it is delivered again, as by Lambda. */
async function deliver(world: World, worker: Worker, settings: Settings): Promise<void> {
  world.undelivered -= 1;
  worker.isBusy = true;
  reconcile("a.png", settings, inTurns(world.store, worker), compressText)
    .catch(() => {
      world.undelivered += 1;
    })
    .finally(() => {
      worker.isBusy = false;
      worker.answers = [];
    });
  await untilAllWait();
}

function inTurns(store: ObjectStore, worker: Worker): ObjectStore {
  const inTurn = async <Result>(call: string, run: () => Promise<Result>): Promise<Result> => {
    const turn = Promise.withResolvers<void>();
    const answer = turn.promise.then(run);
    await new Promise<void>((proceed, fail) => {
      answer.then(() => proceed(), fail);
      worker.waiting.push({
        call,
        proceed: turn.resolve,
        fail: () => fail(new Error(`No answer to ${call}`)),
      });
    });
    const result = await answer;
    worker.answers.push(`${call} ${JSON.stringify(result)}`);
    return result;
  };
  return {
    head: (bucket, key) => inTurn(`HEAD ${bucket}/${key}`, () => store.head(bucket, key)),
    get: (bucket, key) => inTurn("GET", () => store.get(bucket, key)),
    put: (bucket, target, output) =>
      inTurn(`PUT ${target.key} ${output.body} over ${target.replaces}`, () =>
        store.put(bucket, target, output),
      ),
    delete: (bucket, doomed) =>
      inTurn(`DELETE ${doomed.key} of ${doomed.etag}`, () => store.delete(bucket, doomed)),
    readTags: (...version) => store.readTags(...version),
    writeTags: (...tagged) => store.writeTags(...tagged),
  };
}

/** Workers only wait for their turns: when no microtask is left, each of them waits or has ended. */
function untilAllWait(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function stateOf({ store, workers, changes, late, losses, undelivered }: World): string {
  const objects = [...store.objects].map(([name, { etag, metadata }]) => [
    name,
    etag,
    metadata["source-etag"],
  ]);
  const positions = workers.map(({ isBusy, answers, waiting }) =>
    JSON.stringify([isBusy, answers, waiting.map(({ call }) => call)]),
  );
  return JSON.stringify([
    objects.sort(),
    positions.sort(),
    changes.length,
    late.map(({ call }) => call),
    losses,
    undelivered,
  ]);
}
