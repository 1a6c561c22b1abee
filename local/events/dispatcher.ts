import type { InvocationResult } from "../function/definition.ts";
import type { FunctionPool } from "../function/functions.ts";
import type { Journal, JournalEvent } from "./journal.ts";

export interface DispatcherOptions {
  journal: Journal;
  pool: Pick<FunctionPool, "invoke">;
  concurrency: number;
  /** Told when the journal cannot be written; the event keeps its place, and writing is tried again. */
  onError: (error: unknown) => void;
  timers?: Timers;
}

interface Timers {
  now(): number;
  /** Returns how to cancel. */
  start(work: () => void, milliseconds: number): () => void;
}

/** Hands the journal's events to the function. */
export interface Dispatcher {
  /** To be called when an event was added, after its transaction. */
  wake(): void;
  /** Takes no more events, and leaves those that run in the journal. To be called before the pool is closed. */
  close(): void;
}

const writeAgainMs = 1000;

/** A longer timer would fire at once. */
const longestTimerMs = 2 ** 31 - 1;

const systemTimers: Timers = {
  now: Date.now,
  start(work, milliseconds) {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

export function createDispatcher(options: DispatcherOptions): Dispatcher {
  return new EventDispatcher({ timers: systemTimers, ...options });
}

class EventDispatcher implements Dispatcher {
  readonly #options: Required<DispatcherOptions>;
  readonly #cancels = new Map<JournalEvent | "retry", () => void>();
  #running = 0;
  #closed = false;

  constructor(options: Required<DispatcherOptions>) {
    this.#options = options;
  }

  wake(): void {
    if (this.#closed) return;
    const { journal, concurrency, timers } = this.#options;
    while (this.#running < concurrency) {
      const event = journal.take();
      if (event === undefined) break;
      void this.#run(event);
    }
    const due = journal.nextDue();
    if (due === undefined || this.#running >= concurrency) return;
    this.#later("retry", Math.max(0, due - timers.now()), () => this.wake());
  }

  close(): void {
    this.#closed = true;
    for (const cancel of this.#cancels.values()) cancel();
  }

  async #run(event: JournalEvent): Promise<void> {
    const { pool, onError } = this.#options;
    this.#running += 1;
    try {
      this.#settle(event, await pool.invoke(event.payload, event.requestId));
    } catch (error) {
      if (!this.#closed) onError(error);
    }
  }

  #settle(event: JournalEvent, result: InvocationResult): void {
    if (this.#closed) return;
    const { journal, onError } = this.#options;
    try {
      if (result.outcome === "succeeded") journal.succeed(event);
      else journal.fail(event, result);
    } catch (error) {
      onError(error);
      this.#later(event, writeAgainMs, () => this.#settle(event, result));
      return;
    }
    this.#running -= 1;
    this.wake();
  }

  #later(owner: JournalEvent | "retry", milliseconds: number, work: () => void): void {
    const { timers } = this.#options;
    this.#cancels.get(owner)?.();
    const once = () => {
      this.#cancels.delete(owner);
      work();
    };
    this.#cancels.set(owner, timers.start(once, Math.min(milliseconds, longestTimerMs)));
  }
}
