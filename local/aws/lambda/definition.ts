import type { Mapping } from "../delivery/definitions.ts";

/** The function as it is deployed. */
export interface DeployedFunction {
  name: string;
  arn: string;
  /** The file and its export, as `index.handler`. */
  handler: string;
  codeFolder: string;
  environment: Record<string, string>;
  memoryMiB: number;
  timeoutSeconds: number;
  reservedConcurrency: number | undefined;
  /** The queue for asynchronous events that failed for good. */
  deadLetterArn: string | undefined;
}

/** Lambda's part of a stack: one function, and the queues that it polls for it. */
export interface LambdaDefinition {
  function: DeployedFunction;
  architecture: "arm64" | "x86_64";
  logGroupName: string;
  mappings: Mapping[];
}
