export interface DeployedFunction {
  name: string;
  arn: string;
  /** File and export, such as `index.handler`. */
  handler: string;
  codeFolder: string;
  environment: Record<string, string>;
  memoryMiB: number;
  timeoutSeconds: number;
  reservedConcurrency: number | undefined;
  /** The queue for asynchronous events after their last failed try. */
  deadLetterArn: string | undefined;
}

/** An event source mapping: Lambda polls the queue for the function. */
export interface Mapping {
  queueArn: string;
  batchSize: number;
  reportsBatchItemFailures: boolean;
  maximumConcurrency: number | undefined;
}

/** The part of a stack for Lambda: one function, and the queues Lambda polls for it. */
export interface LambdaDefinition {
  function: DeployedFunction;
  architecture: "arm64" | "x86_64";
  logGroupName: string;
  mappings: Mapping[];
}
