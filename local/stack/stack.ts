import type { AlarmDefinition } from "../aws/cloudwatch/alarm-definitions.ts";
import type { DashboardBody } from "../aws/cloudwatch/dashboard.ts";
import type { DeliveryDefinition, KeyFilter } from "../aws/delivery/definitions.ts";
import type { DeployedFunction, LambdaDefinition } from "../aws/lambda/definition.ts";
import { readAlarms } from "./alarms.ts";
import { type Evaluated, ofType, type RegisteredResource } from "./evaluate.ts";
import { readEventBridge, readMappings, readNotifications, readQueues } from "./event-routes.ts";

/** The parts of the resource graph implemented by the local run. */
export interface LocalStack extends LambdaDefinition, DeliveryDefinition {
  sourceBucket: string;
  outputBucket: string;
  /** The third bucket, if the program creates one. */
  webBucket: string | undefined;
  buckets: string[];
  versionedBuckets: string[];
  function: DeployedFunction;
  dashboard: DashboardBody | undefined;
  alarms: AlarmDefinition[];
  /** The prefix and suffix of one of the rules; a key with both triggers the function. */
  keyFilter: KeyFilter;
  /** Says if the function's role allows exactly `action` on this ARN. A `*` ends a resource's name. */
  roleMay: (action: string, arn: string) => boolean;
}

interface PolicyStatement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** @throws {Error} When the program does not create exactly one pipeline. */
export async function readStack({ resources, outputs }: Evaluated): Promise<LocalStack> {
  const { name, inputs } = only(resources, "aws:lambda/function:Function");
  const [invokeConfig] = ofType(resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  const sourceBucket = String(outputs.sourceBucketName);
  const created = ofType(resources, "aws:s3/bucket:Bucket").map(({ id }) => id);
  const loggingConfig = inputs.loggingConfig as { logGroup?: string } | undefined;
  const arn = String(outputs.functionArn);
  const notifications = readNotifications(resources);
  const eventBridge = readEventBridge(resources, created.includes(sourceBucket) ? [] : [sourceBucket]);
  return {
    sourceBucket,
    outputBucket: String(outputs.outputBucketName),
    webBucket: outputs.webBucketName as string | undefined,
    buckets: [...new Set([...created, sourceBucket])],
    versionedBuckets: readVersionedBuckets(resources),
    function: await readFunction(name, arn, inputs),
    architecture: (inputs.architectures as ["arm64" | "x86_64"] | undefined)?.[0] ?? "x86_64",
    logGroupName: loggingConfig?.logGroup ?? `/aws/lambda/${name}`,
    account: arn.split(":")[4] ?? "",
    dashboard: readDashboard(resources),
    alarms: readAlarms(resources),
    notifications,
    eventBridge,
    queues: readQueues(resources),
    mappings: readMappings(resources),
    maximumRetries: Number(invokeConfig?.inputs.maximumRetryAttempts ?? 2),
    keyFilter: notifications[0] ?? eventBridge.rules[0]?.keyFilter ?? { prefix: "", suffix: "" },
    roleMay: permissionsOf(resources),
  };
}

function readVersionedBuckets(resources: RegisteredResource[]): string[] {
  return ofType(resources, "aws:s3/bucketVersioning:BucketVersioning").map(({ name, inputs }) => {
    const { status } = inputs.versioningConfiguration as { status: string };
    if (status !== "Enabled") throw new Error(`The local run does not know the status ${status} of ${name}`);
    return String(inputs.bucket);
  });
}

async function readFunction(
  name: string,
  arn: string,
  inputs: RegisteredResource["inputs"],
): Promise<DeployedFunction> {
  const environment = inputs.environment as { variables: Record<string, string> };
  const deadLetterConfig = inputs.deadLetterConfig as { targetArn: string } | undefined;
  return {
    name,
    arn,
    handler: String(inputs.handler),
    codeFolder: await (inputs.code as { path: Promise<string> }).path,
    environment: environment.variables,
    memoryMiB: Number(inputs.memorySize),
    timeoutSeconds: Number(inputs.timeout),
    reservedConcurrency: inputs.reservedConcurrentExecutions as number | undefined,
    deadLetterArn: deadLetterConfig?.targetArn,
  };
}

function readDashboard(resources: RegisteredResource[]): DashboardBody | undefined {
  const [dashboard] = ofType(resources, "aws:cloudwatch/dashboard:Dashboard");
  return dashboard && JSON.parse(String(dashboard.inputs.dashboardBody));
}

function permissionsOf(resources: RegisteredResource[]): LocalStack["roleMay"] {
  const policies = ofType(resources, "aws:iam/rolePolicy:RolePolicy");
  const statements = policies.flatMap(
    ({ inputs }): PolicyStatement[] => JSON.parse(String(inputs.policy)).Statement,
  );
  return (action, arn) =>
    statements.some(
      ({ Effect, Action, Resource }) =>
        Effect === "Allow" &&
        [Action].flat().includes(action) &&
        [Resource].flat().some((pattern) => matchesArn(pattern, arn)),
    );
}

function matchesArn(pattern: string, arn: string): boolean {
  return pattern.endsWith("*") ? arn.startsWith(pattern.slice(0, -1)) : arn === pattern;
}

function only(resources: RegisteredResource[], type: string): RegisteredResource {
  const [resource, ...others] = ofType(resources, type);
  if (resource === undefined || others.length > 0) {
    throw new Error(
      `The local run needs a program that creates one pipeline; this one registers ${others.length + (resource ? 1 : 0)} of ${type}`,
    );
  }
  return resource;
}
