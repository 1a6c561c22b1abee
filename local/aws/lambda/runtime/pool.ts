import type { FunctionDefinition, FunctionRun, InvocationResult, LogSink } from "./definition.ts";
import { describeNotStarted } from "./failure.ts";
import { FunctionProcess, type Settled } from "./process.ts";
import { createRuntimeApi, type RuntimeApi } from "./runtime-api.ts";

export interface FunctionPool {
  /**
   * Runs the function once, when a process is free.
   *
   * @throws {Error} When the pool is closed before the response. The function may have done its work or not.
   */
  invoke(event: unknown, requestId: string): Promise<InvocationResult>;
  /** Ends all processes at once. */
  close(): Promise<void>;
}

/** Runs the function as Lambda does: in processes started on demand and reused. */
export async function createFunctionPool(
  definition: FunctionDefinition,
  onLog: LogSink,
  onRun: (run: FunctionRun) => void = () => {},
): Promise<FunctionPool> {
  return new ProcessPool(definition, await createRuntimeApi(), onLog, onRun);
}

class ProcessPool implements FunctionPool {
  readonly #definition: FunctionDefinition;
  readonly #api: RuntimeApi;
  readonly #onLog: LogSink;
  readonly #onRun: (run: FunctionRun) => void;
  readonly #processes = new Set<FunctionProcess>();
  #idle: FunctionProcess[] = [];
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #closed = false;

  constructor(
    definition: FunctionDefinition,
    api: RuntimeApi,
    onLog: LogSink,
    onRun: (run: FunctionRun) => void,
  ) {
    this.#definition = definition;
    this.#api = api;
    this.#onLog = onLog;
    this.#onRun = onRun;
  }

  async invoke(event: unknown, requestId: string): Promise<InvocationResult> {
    await this.#acquireSlot();
    try {
      this.#refuseWhenClosed();
      const result = await this.#run(event, requestId);
      this.#refuseWhenClosed();
      return result;
    } finally {
      this.#releaseSlot();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#processes].map((process) => process.abandon()));
    await this.#api.close();
  }

  async #run(event: unknown, requestId: string): Promise<InvocationResult> {
    const concurrent = this.#busy;
    const { result, milliseconds } = await this.#runInProcess(event, requestId);
    if (!this.#closed) this.#onRun({ milliseconds, outcome: result.outcome, concurrent });
    return result;
  }

  async #runInProcess(event: unknown, requestId: string): Promise<Settled> {
    let process: FunctionProcess;
    try {
      this.#idle = this.#idle.filter(({ alive }) => alive);
      process = this.#idle.pop() ?? this.#start();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      const result = { outcome: "failed" as const, ...describeNotStarted(requestId, error) };
      return { result, milliseconds: undefined };
    }
    const run = await process.invoke(event, requestId);
    if (process.alive) this.#idle.push(process);
    return run;
  }

  #start(): FunctionProcess {
    const process = new FunctionProcess(this.#definition, this.#api, this.#onLog);
    this.#processes.add(process);
    void process.ended.then(() => this.#processes.delete(process));
    return process;
  }

  async #acquireSlot(): Promise<void> {
    if (this.#busy < this.#definition.concurrency) this.#busy += 1;
    else await new Promise<void>((resume) => this.#waiting.push(resume));
  }

  #releaseSlot(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#busy -= 1;
    else next();
  }

  #refuseWhenClosed(): void {
    if (this.#closed) throw new Error("The function's processes are closed");
  }
}
