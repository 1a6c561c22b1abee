import type { Failure } from "./failure.ts";

export interface FunctionDefinition {
  name: string;
  arn: string;
  region: string;
  /** File and export, such as `index.handler`. */
  handler: string;
  codeFolder: string;
  /** The layer's folder of modules for `require`. */
  layerModules: string;
  /** The function's own variables. They override Lambda's. */
  environment: Record<string, string>;
  memoryMiB: number;
  timeoutSeconds: number;
  /** Maximum number of processes, each with one invocation at a time. */
  concurrency: number;
}

/** `response` is absent when the function returned nothing. */
export type InvocationResult =
  | { outcome: "succeeded"; response?: unknown }
  | ({ outcome: "failed" } & Failure);

/** Lambda's measurements of an invocation. */
export interface FunctionRun {
  /** Time from handing over the event to the response or the end of the process; `undefined` if none started. */
  milliseconds: number | undefined;
  outcome: InvocationResult["outcome"];
  /** Number of invocations running at its start, including itself. */
  concurrent: number;
}

/** Receives each line of the function's output, with the invocation it belongs to. */
export type LogSink = (line: string, requestId?: string) => void;
