import type { State, Worker } from "./state.ts";
import { arriveLate, conflict, end } from "./steps.ts";
import type { Call } from "./workers.ts";

/** Lists the faults possible at this moment. */
export function faultsOf(state: State): (() => void)[] {
  return state.workers
    .filter(({ isRunning }) => isRunning)
    .flatMap((worker) => [
      ...worker.waiting.flatMap((call) => faultsOfCall(state, worker, call)),
      () => crash(state, worker),
    ]);
}

function faultsOfCall(state: State, worker: Worker, call: Call): (() => void)[] {
  const take = () => worker.waiting.splice(worker.waiting.indexOf(call), 1);
  const fail = (answer: string) => {
    state.tell(`${worker.name}: ${call.label} → ${answer}`);
    call.fail(new Error(answer));
  };
  const refuse = (status: number) => () => {
    take();
    fail(`${status}`);
  };
  if (!call.isWrite) return [refuse(500)];
  return [
    refuse(503),
    () => {
      take();
      conflict(state, worker, call);
    },
    () => {
      take();
      arriveLate(state, { call, worker });
      fail("no answer");
    },
    () => {
      take();
      state.late.push({ call, worker });
      fail("no answer");
    },
  ];
}

/** The worker vanishes, before its calls or after they arrived. Its event is delivered again. */
function crash(state: State, worker: Worker): void {
  state.tell(`${worker.name} crashes: its event comes again`);
  for (const call of worker.waiting) if (call.isWrite) state.late.push({ call, worker });
  worker.waiting.length = 0;
  end(state, worker);
  state.pending.push(worker.delivery);
}
