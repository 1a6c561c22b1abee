import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Readable } from "node:stream";
import type { FunctionDefinition, InvocationResult, LogSink } from "./definition.ts";
import { functionEnvironment } from "./environment.ts";
import {
  describeExit,
  describeNotStarted,
  describeOutOfMemory,
  describeTimeout,
  type Failure,
} from "./failure.ts";
import { readLines } from "./lines.ts";
import { watchMemory } from "./memory.ts";
import type { Invocation, RuntimeApi, RuntimeSession } from "./runtime-api.ts";

const bootstrap = join(import.meta.dirname, "bootstrap.cjs");

/** Lambda gives a function this long to load, whatever its own timeout. */
const minimumInitSeconds = 10;

/** A child of the function's process may hold the output open longer after its death. */
const outputGraceMs = 500;

/** `milliseconds` is the function's own time; it is `undefined` when its process did not start. */
export interface Settled {
  result: InvocationResult;
  milliseconds: number | undefined;
}

interface InFlight {
  event: unknown;
  startedAt: number;
  requestId: string;
  stopWatch: () => void;
  timer?: NodeJS.Timeout;
  settle: (settled: Settled) => void;
}

/** One process of the function, for one invocation at a time. */
export class FunctionProcess implements RuntimeSession {
  /** Settles when the process is gone and its output is read. */
  readonly ended: Promise<void>;
  alive = true;
  readonly #definition: FunctionDefinition;
  readonly #onLog: LogSink;
  readonly #child: ChildProcess;
  readonly #flushes: (() => void)[];
  #inFlight: InFlight | undefined;
  #deliver: ((invocation: Invocation) => void) | undefined;
  #causeOfDeath: ((requestId: string) => Failure) | undefined;
  #abandoned = false;

  constructor(definition: FunctionDefinition, api: RuntimeApi, onLog: LogSink) {
    this.#definition = definition;
    this.#onLog = onLog;
    const address = api.open(this);
    const child = spawn(process.execPath, [bootstrap], {
      cwd: definition.codeFolder,
      env: functionEnvironment(definition, address, randomUUID()),
      stdio: ["ignore", "pipe", "pipe", "pipe"],
    });
    const log = (line: string) => onLog(line, this.#inFlight?.requestId);
    this.#child = child;
    this.ended = this.#untilClosed().then(() => {
      api.forget(address);
      this.#fail();
    });
    this.#flushes = outputs(child).map((stream) => readLines(stream, log));
  }

  /** Always settles, at the latest when the timeout has killed the process. */
  invoke(event: unknown, requestId: string): Promise<Settled> {
    const { memoryMiB, timeoutSeconds } = this.#definition;
    return new Promise((settle) => {
      const exceeded = () => this.#kill(describeOutOfMemory);
      const stopWatch =
        this.#child.pid === undefined ? () => {} : watchMemory(this.#child.pid, memoryMiB, exceeded);
      this.#inFlight = { event, requestId, startedAt: performance.now(), settle, stopWatch };
      this.#limitTime(this.#inFlight, Math.max(timeoutSeconds, minimumInitSeconds));
      if (this.#deliver !== undefined) this.#handOver(this.#inFlight, this.#deliver);
    });
  }

  /** Ends the process. Nobody waits for its invocation any more. */
  abandon(): Promise<void> {
    this.#abandoned = true;
    this.#child.kill("SIGKILL");
    return this.ended;
  }

  nextInvocation(): Promise<Invocation> {
    return new Promise((deliver) => {
      if (this.#inFlight === undefined) this.#deliver = deliver;
      else this.#handOver(this.#inFlight, deliver);
    });
  }

  finishInvocation(requestId: string, result: InvocationResult): boolean {
    const inFlight = this.#inFlight;
    if (inFlight?.requestId !== requestId || this.#causeOfDeath !== undefined) return false;
    this.#stopLimits(inFlight);
    // Output from before the response has arrived too, and is read before the next turn of the event loop.
    setImmediate(() => this.#settle(result));
    return true;
  }

  failInit(failure: Failure): void {
    this.#causeOfDeath = () => failure;
  }

  #handOver(inFlight: InFlight, deliver: (invocation: Invocation) => void): void {
    const { arn: functionArn, timeoutSeconds } = this.#definition;
    this.#deliver = undefined;
    inFlight.startedAt = performance.now();
    this.#limitTime(inFlight, timeoutSeconds);
    deliver({
      event: inFlight.event,
      requestId: inFlight.requestId,
      deadline: Date.now() + timeoutSeconds * 1000,
      functionArn,
    });
  }

  #limitTime(inFlight: InFlight, seconds: number): void {
    clearTimeout(inFlight.timer);
    const late = () => this.#kill((requestId) => describeTimeout(requestId, seconds));
    inFlight.timer = setTimeout(late, seconds * 1000);
  }

  #stopLimits(inFlight: InFlight): void {
    clearTimeout(inFlight.timer);
    inFlight.stopWatch();
  }

  #kill(cause: (requestId: string) => Failure): void {
    this.#causeOfDeath ??= cause;
    this.#child.kill("SIGKILL");
  }

  #settle(result: InvocationResult): void {
    const inFlight = this.#inFlight;
    if (inFlight === undefined) return;
    this.#stopLimits(inFlight);
    for (const flush of this.#flushes) flush();
    if (result.outcome === "failed") this.#logFailure(inFlight.requestId, result);
    this.#inFlight = undefined;
    const hasStarted = this.#child.pid !== undefined;
    const milliseconds = hasStarted ? performance.now() - inFlight.startedAt : undefined;
    inFlight.settle({ result, milliseconds });
  }

  /** Ends an invocation whose process is gone. */
  #fail(): void {
    const requestId = this.#inFlight?.requestId;
    if (requestId === undefined) return;
    const { exitCode, signalCode } = this.#child;
    const cause = this.#causeOfDeath?.(requestId) ?? describeExit(requestId, exitCode, signalCode);
    this.#settle({ outcome: "failed", ...cause });
  }

  #logFailure(requestId: string, { outcome: _, ...failure }: InvocationResult): void {
    if (this.#abandoned) return;
    const line = { timestamp: new Date().toISOString(), level: "ERROR", requestId, ...failure };
    this.#onLog(JSON.stringify(line), requestId);
  }

  #untilClosed(): Promise<void> {
    const child = this.#child;
    return new Promise((resolve) => {
      child.on("error", (error) => {
        if (child.pid !== undefined) return;
        this.alive = false;
        this.#causeOfDeath = (requestId) => describeNotStarted(requestId, error);
        resolve();
      });
      child.on("close", () => resolve());
      child.on("exit", () => {
        this.alive = false;
        setTimeout(closeOutputs, outputGraceMs, child).unref();
      });
    });
  }
}

/** Returns none when the system had too few file descriptors for the process. */
function outputs(child: ChildProcess): Readable[] {
  return [child.stdout, child.stderr].filter((stream) => stream !== null && stream !== undefined);
}

function closeOutputs(child: ChildProcess): void {
  for (const stream of outputs(child)) stream.destroy();
}
