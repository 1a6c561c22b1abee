import type { InvocationResult } from "./runtime/definition.ts";
import type { Failure } from "./runtime/failure.ts";
import type { FunctionPool } from "./runtime/pool.ts";

/** An input for the function. All tries of an asynchronous event share one request id. */
export interface Invocation {
  requestId: string;
  payload: unknown;
}

/** A source of invocations on disk. They stay there until their outcome is written. */
export interface EventSource<Taken extends Invocation> {
  /** Returns the next due invocation, which then counts as running. */
  take(): Taken | undefined;
  /** Returns when the next waiting invocation is due, in milliseconds since the epoch. */
  nextDue(): number | undefined;
  running(): number;
  /** Takes the function's response, which may name messages to try again. */
  succeed(taken: Taken, response?: unknown): void;
  /** Plans the next try, or gives up after the last one. */
  fail(taken: Taken, failure: Failure): void;
}

export interface DispatcherOptions<Taken extends Invocation> {
  source: EventSource<Taken>;
  pool: Pick<FunctionPool, "invoke">;
  concurrency: number;
  /** Called when the source cannot be written. The invocation keeps its place, and the write is tried again. */
  onError: (error: unknown) => void;
  timers?: Timers;
}

interface Timers {
  now(): number;
  /** Returns a function to cancel the timer. */
  start(work: () => void, milliseconds: number): () => void;
}

/** Calls the function for the invocations of a source. */
export interface Dispatcher {
  /** To be called after the transaction which added an event. */
  wake(): void;
  /** Takes no more events, and leaves running ones in their source. To be called before the pool is closed. */
  close(): void;
}

const writeAgainMs = 1000;

/** Node fires a longer timer at once. */
const longestTimerMs = 2 ** 31 - 1;

const systemTimers: Timers = {
  now: Date.now,
  start(work, milliseconds) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function createDispatcher<Taken extends Invocation>(options: DispatcherOptions<Taken>): Dispatcher {
  return new EventDispatcher({ timers: systemTimers, ...options });
}

class EventDispatcher<Taken extends Invocation> implements Dispatcher {
  readonly #options: Required<DispatcherOptions<Taken>>;
  readonly #cancels = new Map<Taken | "retry", () => void>();
  #running = 0;
  #closed = false;

  constructor(options: Required<DispatcherOptions<Taken>>) {
    this.#options = options;
  }

  wake(): void {
    if (this.#closed) return;
    const { source, concurrency, timers, onError } = this.#options;
    let due: number | undefined;
    try {
      while (this.#running < concurrency) {
        const taken = source.take();
        if (taken === undefined) break;
        void this.#run(taken);
      }
      due = source.nextDue();
    } catch (error) {
      onError(error);
      due = timers.now() + writeAgainMs;
    }
    if (due === undefined || this.#running >= concurrency) return;
    this.#later("retry", Math.max(0, due - timers.now()), () => this.wake());
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  async #run(event: Taken): Promise<void> {
    const { pool, onError } = this.#options;
    this.#running += 1;
    try {
      this.#settle(event, await pool.invoke(event.payload, event.requestId));
    } catch (error) {
      if (!this.#closed) onError(error);
    }
  }

  #settle(event: Taken, result: InvocationResult): void {
    if (this.#closed) return;
    const { source, onError } = this.#options;
    try {
      if (result.outcome === "succeeded") source.succeed(event, result.response);
      else source.fail(event, result);
    } catch (error) {
      onError(error);
      this.#later(event, writeAgainMs, () => this.#settle(event, result));
      return;
    }
    this.#running -= 1;
    this.wake();
  }

  #later(owner: Taken | "retry", milliseconds: number, work: () => void): void {
    const { timers } = this.#options;
    this.#cancels.get(owner)?.();
    const once = () => {
      this.#cancels.delete(owner);
      work();
    };
    this.#cancels.set(owner, timers.start(once, Math.min(milliseconds, longestTimerMs)));
  }
}
