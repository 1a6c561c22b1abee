import { setImmediate } from "node:timers/promises";
import { createDispatcher } from "../../../../local/aws/lambda/dispatcher.ts";
import type { InvocationResult } from "../../../../local/aws/lambda/runtime/definition.ts";
import { openJournal } from "../../../helpers/aws/async-events.ts";

interface Call {
  payload: unknown;
  requestId: string;
  answer: (outcome: InvocationResult | Error) => Promise<void>;
}

/** Creates a dispatcher. The test decides when its function answers and its clock moves. */
export function createBench() {
  const clock = createClock();
  const { calls, invoke } = createFakeFunction();
  const errors: unknown[] = [];
  const opened = openJournal({ now: clock.now });
  const onError = (error: unknown) => errors.push(error);
  const dispatcher = createDispatcher({
    source: opened.journal,
    pool: { invoke },
    concurrency: 2,
    onError,
    timers: clock,
  });
  return { ...opened, dispatcher, calls, errors, clock };
}

function createFakeFunction() {
  const calls: Call[] = [];
  const invoke = (payload: unknown, requestId: string) => {
    const { promise, resolve, reject } = Promise.withResolvers<InvocationResult>();
    const answer = async (outcome: InvocationResult | Error) => {
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
      await setImmediate();
    };
    calls.push({ payload, requestId, answer });
    return promise;
  };
  return { calls, invoke };
}

function createClock() {
  const timers = new Map<() => void, number>();
  let now = 0;
  return {
    timers,
    now: () => now,
    start(work: () => void, milliseconds: number) {
      timers.set(work, now + milliseconds);
      return () => timers.delete(work);
    },
    advance(milliseconds: number) {
      now += milliseconds;
      for (const [work, due] of [...timers]) if (due <= now && timers.delete(work)) work();
    },
  };
}
