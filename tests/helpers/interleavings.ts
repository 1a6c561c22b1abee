import type { ObjectStore } from "../../handler/object-store.ts";
import { reconcile } from "../../handler/reconcile.ts";
import type { Settings } from "../../handler/settings.ts";
import { compressText, type ScriptedStore } from "./scripted-store.ts";

/** What a client does: it puts a source, or deletes it with `undefined`; the event arrives `events` times. */
export interface Change {
  text: string | undefined;
  events: number;
}

interface Worker {
  /** Answers so far, which are all that its next call depends on. */
  answers: string[];
  /** Calls that wait for their turn. */
  waiting: { call: string; proceed: () => void }[];
  isBusy: boolean;
}

interface World {
  store: ScriptedStore;
  workers: Worker[];
  changes: Change[];
  undelivered: number;
}

/**
 * Steps through every order in which the calls of two workers and the changes of a client can reach the store, and
 * hands the store of each end to `verify`. What follows a state that was seen before is not gone through again.
 *
 * @returns How many states there were.
 */
export async function interleave(
  start: () => Promise<ScriptedStore>,
  changes: Change[],
  settings: Settings,
  verify: (store: ScriptedStore) => void,
): Promise<number> {
  const seen = new Set<string>();
  const paths: number[][] = [[]];
  for (let path = paths.pop(); path !== undefined; path = paths.pop()) {
    const world = createWorld(await start(), changes);
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

function createWorld(store: ScriptedStore, changes: Change[]): World {
  const workers = [1, 2].map(() => ({ answers: [], waiting: [], isBusy: false }));
  return { store, workers, changes: [...changes], undelivered: 0 };
}

function actionsOf(world: World, settings: Settings): (() => void | Promise<void>)[] {
  const client = world.changes.length > 0 ? [() => applyChange(world)] : [];
  const calls = world.workers.flatMap(({ waiting }) =>
    waiting.map((_, index) => () => proceed(waiting, index)),
  );
  const idle = world.workers.find(({ isBusy }) => !isBusy);
  const delivery = idle && world.undelivered > 0 ? [() => deliver(world, idle, settings)] : [];
  return [...client, ...calls, ...delivery];
}

function applyChange(world: World): void {
  const change = world.changes.shift();
  if (change?.text === undefined) world.store.objects.delete("uploads/a.png");
  else world.store.putSource("a.png", change.text);
  world.undelivered += change?.events ?? 0;
}

async function proceed(waiting: Worker["waiting"], index: number): Promise<void> {
  for (const call of waiting.splice(index, 1)) call.proceed();
  await settled();
}

/** A failure gives its event back, as Lambda does. */
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
  await settled();
}

function inTurns(store: ObjectStore, worker: Worker): ObjectStore {
  const inTurn = async <Result>(call: string, run: () => Promise<Result>): Promise<Result> => {
    await new Promise<void>((resolve) => worker.waiting.push({ call, proceed: resolve }));
    const result = await run();
    worker.answers.push(`${call} ${JSON.stringify(result)}`);
    return result;
  };
  return {
    head: (bucket, key) => inTurn(`HEAD ${bucket}/${key}`, () => store.head(bucket, key)),
    get: (bucket, key) => inTurn("GET", () => store.get(bucket, key)),
    put: (bucket, target, output) => inTurn(`PUT ${target.key}`, () => store.put(bucket, target, output)),
  };
}

/** Workers only wait for their turns: when no microtask is left, each of them waits or has ended. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function stateOf({ store, workers, changes, undelivered }: World): string {
  const objects = [...store.objects].map(([name, { etag, metadata }]) => [
    name,
    etag,
    metadata["source-etag"],
  ]);
  const positions = workers.map(({ isBusy, answers, waiting }) =>
    JSON.stringify([isBusy, answers, waiting.map(({ call }) => call)]),
  );
  return JSON.stringify([objects.sort(), positions.sort(), changes.length, undelivered]);
}
