import { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { createDispatcher } from "../../../local/events/dispatcher.ts";
import { createJournal } from "../../../local/events/journal.ts";
import type { InvocationResult } from "../../../local/function/definition.ts";

interface Call {
  payload: unknown;
  requestId: string;
  answer: (outcome: InvocationResult | Error) => Promise<void>;
}

/** A dispatcher whose function answers, and whose clock moves, when the test says so. */
export function createBench() {
  const clock = createClock();
  const { calls, invoke } = createFakeFunction();
  const errors: unknown[] = [];
  const database = new DatabaseSync(":memory:");
  const journal = createJournal(database, { maximumRetries: 2, retryDelaySeconds: 60, now: clock.now });
  const onError = (error: unknown) => errors.push(error);
  const dispatcher = createDispatcher({ journal, pool: { invoke }, concurrency: 2, onError, timers: clock });
  return { database, journal, dispatcher, calls, errors, clock };
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
