import type { Evaluated, RegisteredResource } from "./evaluate.ts";

/** What of the registered graph this run makes real. */
export interface LocalStack {
  sourceBucket: string;
  outputBucket: string;
  /** The third bucket, where the program makes one. */
  webBucket: string | undefined;
  buckets: string[];
  function: {
    name: string;
    arn: string;
    handler: string;
    codeFolder: string;
    environment: Record<string, string>;
    memoryMiB: number;
    timeoutSeconds: number;
    reservedConcurrency: number | undefined;
  };
  notifications: Notification[];
  maximumRetries: number;
  /** Whether the function's role may list `bucket`, and so is told that a key is absent. */
  mayList: (bucket: string) => boolean;
}

/** One rule of a bucket's notification configuration. */
export interface Notification {
  id: string;
  bucket: string;
  events: string[];
  prefix: string;
  suffix: string;
}

interface LambdaRule {
  id?: string;
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
}

interface PolicyStatement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** Reads the graph of a program that creates one pipeline. */
export async function readStack({ resources, outputs }: Evaluated): Promise<LocalStack> {
  const { name, inputs } = only(resources, "aws:lambda/function:Function");
  const invokeConfig = only(
    resources,
    "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  ).inputs;
  const environment = inputs.environment as { variables: Record<string, string> };
  return {
    sourceBucket: String(outputs.sourceBucketName),
    outputBucket: String(outputs.outputBucketName),
    webBucket: outputs.webBucketName as string | undefined,
    buckets: all(resources, "aws:s3/bucket:Bucket").map(({ id }) => id),
    function: {
      name,
      arn: String(outputs.functionArn),
      handler: String(inputs.handler),
      codeFolder: await (inputs.code as { path: Promise<string> }).path,
      environment: environment.variables,
      memoryMiB: Number(inputs.memorySize),
      timeoutSeconds: Number(inputs.timeout),
      reservedConcurrency: inputs.reservedConcurrentExecutions as number | undefined,
    },
    notifications: all(resources, "aws:s3/bucketNotification:BucketNotification").flatMap(rulesOf),
    maximumRetries: Number(invokeConfig.maximumRetryAttempts),
    mayList: listPermission(resources),
  };
}

function rulesOf({ inputs }: RegisteredResource): Notification[] {
  const rules = (inputs.lambdaFunctions ?? []) as LambdaRule[];
  return rules.map(({ id = "", events, filterPrefix = "", filterSuffix = "" }) => ({
    id,
    bucket: String(inputs.bucket),
    events,
    prefix: filterPrefix,
    suffix: filterSuffix,
  }));
}

function listPermission(resources: RegisteredResource[]): (bucket: string) => boolean {
  const policies = all(resources, "aws:iam/rolePolicy:RolePolicy");
  const statements = policies.flatMap(
    ({ inputs }): PolicyStatement[] => JSON.parse(String(inputs.policy)).Statement,
  );
  const listable = statements
    .filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes("s3:ListBucket"))
    .flatMap(({ Resource }) => [Resource].flat());
  return (bucket) => listable.includes(`arn:aws:s3:::${bucket}`);
}

function all(resources: RegisteredResource[], type: string): RegisteredResource[] {
  return resources.filter((resource) => resource.type === type);
}

function only(resources: RegisteredResource[], type: string): RegisteredResource {
  const [resource, ...others] = all(resources, type);
  if (resource === undefined || others.length > 0) {
    throw new Error(
      `The local run needs a program that creates one pipeline; this one registers ${others.length + (resource ? 1 : 0)} of ${type}`,
    );
  }
  return resource;
}
