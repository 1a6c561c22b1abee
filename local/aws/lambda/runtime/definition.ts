import type { Failure } from "./failure.ts";

export interface FunctionDefinition {
  name: string;
  arn: string;
  region: string;
  /** The file and its export, as `index.handler`. */
  handler: string;
  codeFolder: string;
  /** The folder of the layer in which `require` finds its modules. */
  layerModules: string;
  /** The function's own variables; they win over those that Lambda sets. */
  environment: Record<string, string>;
  memoryMiB: number;
  timeoutSeconds: number;
  /** How many processes there may be, each with one invocation at a time. */
  concurrency: number;
}

/** `response` is what the function answered, unless that was nothing. */
export type InvocationResult =
  | { outcome: "succeeded"; response?: unknown }
  | ({ outcome: "failed" } & Failure);

/** What Lambda measures of an invocation. */
export interface FunctionRun {
  /** From when the function had the event to when it had answered, or was gone; nothing where no process started. */
  milliseconds: number | undefined;
  outcome: InvocationResult["outcome"];
  /** How many were running when it began, this one included. */
  concurrent: number;
}

/** Receives each line that the function writes, with the invocation that it belongs to. */
export type LogSink = (line: string, requestId?: string) => void;
