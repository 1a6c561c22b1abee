import { faultsOf } from "./faults.ts";
import { findWrongMark } from "./mark-oracle.ts";
import { findFault } from "./oracle.ts";
import { createState, type Delivery, type State, type Subject, type Worker } from "./state.ts";
import { applyChange, arriveLate, deliver, proceed, untilAllWait } from "./steps.ts";
import { freesNames, type World } from "./world.ts";

/** Far more than any run that comes to rest. */
const mostSteps = 3000;

/** One choice: the kind of the next step, its actor, the number of steps, and the call. */
interface Choice {
  kind: "next" | "stall" | "any" | "fault";
  actor: number;
  steps: number;
  call: number;
}

const kinds: Choice["kind"][] = ["next", "next", "next", "next", "stall", "stall", "any", "fault"];

/** Choices are numbers below this. They shrink to 0: the first actor goes on for one step. */
export const choices = 1 << 14;

function decoded(choice: number): Choice {
  return {
    kind: kinds[choice & 7] ?? "next",
    actor: (choice >> 3) & 63,
    steps: 1 + ((choice >> 9) & 7),
    call: (choice >> 12) & 3,
  };
}

/**
 * Steps through a world in the schedule's order; after its end everybody goes on in turn until all is quiet.
 *
 * @returns The loss or the fault, if there is one.
 */
export async function run(
  world: World,
  schedule: number[],
  subject: Subject,
  tell: (line: string) => void = () => {},
): Promise<string | undefined> {
  const state = createState(world, subject, tell);
  for (let step = 0; step < mostSteps; step += 1) {
    const choice = decoded(schedule[step] ?? 0);
    const isQuiet = !(await act(state, choice));
    if (state.loss !== undefined) return state.loss;
    if (isQuiet) return faultOf(state);
  }
  return `not at rest after ${mostSteps} steps`;
}

function faultOf(state: State): string | undefined {
  const { s3, settings, world } = state;
  const fault = findFault(s3, settings, mayOwnTwo(state));
  if (fault !== undefined || !world.marks) return fault;
  // A mark that is taken off late is missing until the next event.
  return findWrongMark(s3, settings, world.arrivesAnyTime);
}

/**
 * A source may keep two names after an old race, or when a name became free while a worker looked at both; both are kept
 * right.
 */
function mayOwnTwo({ world }: State): boolean {
  return world.start === "both names" || freesNames(world);
}

/** Returns false if nothing was left to do. */
async function act(state: State, { kind, actor, steps, call }: Choice): Promise<boolean> {
  const first = state.workers.find(({ isStalled }) => !isStalled);
  if (kind === "fault" && state.faults > 0 && first !== undefined) {
    await fail(state, first, actor, steps);
    return true;
  }
  if (kind === "stall" && first !== undefined) first.isStalled = true;
  const actors = actorsOf(state, steps, call);
  await actors[kind === "any" ? actor % actors.length : 0]?.();
  return actors.length > 0;
}

/** Injects a fault, in most runs into a write: the worker first gets that far. */
async function fail(state: State, worker: Worker, which: number, steps: number): Promise<void> {
  for (let step = 1; step < steps && !worker.waiting.some(({ isWrite }) => isWrite); step += 1)
    await goOn(state, worker, 1, 0);
  const faults = faultsOf(state);
  if (faults.length === 0) return;
  state.faults -= 1;
  faults[which % faults.length]?.();
  await untilAllWait();
}

/** Lists everybody who can go on, in the order for a run without choices; slow ones come last. */
function actorsOf(state: State, steps: number, call: number): (() => void | Promise<void>)[] {
  const { workers, late, changes } = state;
  const goesOn = (worker: Worker) => () => goOn(state, worker, steps, call);
  return [
    ...workers.filter(({ isStalled }) => !isStalled).map(goesOn),
    ...deliverable(state).map((delivery) => () => goOn(state, deliver(state, delivery), steps, call)),
    ...(changes.length > 0 ? [() => applyChange(state)] : []),
    ...workers.filter(({ isStalled }) => isStalled).map(goesOn),
    ...late.map((write) => () => {
      late.splice(late.indexOf(write), 1);
      if (call === 3) state.tell(`never arrives, of ${write.worker.name}: ${write.call.label}`);
      else arriveLate(state, write);
    }),
  ];
}

async function goOn(state: State, worker: Worker, steps: number, call: number): Promise<void> {
  for (let step = 0; step < steps && worker.waiting.length > 0; step += 1) {
    const next = worker.waiting[call % worker.waiting.length];
    if (next !== undefined) proceed(state, worker, next);
    await untilAllWait();
  }
}

/** Lists the deliverable events, equal ones once. */
function deliverable({ world, subject, workers, late, pending, generation }: State): Delivery[] {
  if (workers.filter(({ isRunning }) => isRunning).length >= world.workers) return [];
  const isDeploying = [...workers, ...late.map(({ worker }) => worker)].some(
    (worker) => worker.generation < generation,
  );
  const seen = new Set<string>();
  return pending.filter((delivery) => {
    if (delivery.isAfterDeployment && isDeploying && subject.beyond !== "old settings") return false;
    if (!world.arrivesAnyTime && late.some(({ worker }) => worker.delivery === delivery)) return false;
    const kind = `${delivery.key} ${delivery.isAfterDeployment}`;
    return !seen.has(kind) && seen.add(kind);
  });
}
