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

/** An event source mapping: Lambda polls the queue for the function. */
export interface Mapping {
  queueArn: string;
  batchSize: number;
  reportsBatchItemFailures: boolean;
  maximumConcurrency: number | undefined;
}

/** Lambda's part of a stack: one function, and the queues that it polls for it. */
export interface LambdaDefinition {
  function: DeployedFunction;
  architecture: "arm64" | "x86_64";
  logGroupName: string;
  mappings: Mapping[];
}
