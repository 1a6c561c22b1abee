import type { AlarmDefinition } from "../aws/cloudwatch/alarm-definitions.ts";
import type { DashboardBody } from "../aws/cloudwatch/dashboard.ts";
import type { DeliveryDefinition, KeyFilter } from "../aws/delivery/definitions.ts";
import type { DeployedFunction, LambdaDefinition } from "../aws/lambda/definition.ts";
import { readAlarms } from "./alarms.ts";
import { type Evaluated, ofType, type RegisteredResource } from "./evaluate.ts";
import { readEventBridge, readMappings, readNotifications, readQueues } from "./event-routes.ts";

/** What of the registered graph this run makes real. */
export interface LocalStack extends LambdaDefinition, DeliveryDefinition {
  sourceBucket: string;
  outputBucket: string;
  /** The third bucket, where the program makes one. */
  webBucket: string | undefined;
  buckets: string[];
  function: DeployedFunction;
  dashboard: DashboardBody | undefined;
  alarms: AlarmDefinition[];
  /** What a key has to begin and end with to be looked at, for one rule of those that there are. */
  keyFilter: KeyFilter;
  /** Whether the function's role may do `action` to the resource, for actions that name resources without wildcards. */
  roleMay: (action: string, arn: string) => boolean;
}

interface PolicyStatement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** Reads the graph of a program that creates one pipeline. */
export async function readStack({ resources, outputs }: Evaluated): Promise<LocalStack> {
  const { name, inputs } = only(resources, "aws:lambda/function:Function");
  const [invokeConfig] = ofType(resources, "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig");
  const environment = inputs.environment as { variables: Record<string, string> };
  const sourceBucket = String(outputs.sourceBucketName);
  const made = ofType(resources, "aws:s3/bucket:Bucket").map(({ id }) => id);
  const loggingConfig = inputs.loggingConfig as { logGroup?: string } | undefined;
  const deadLetterConfig = inputs.deadLetterConfig as { targetArn: string } | undefined;
  const arn = String(outputs.functionArn);
  const notifications = readNotifications(resources);
  const eventBridge = readEventBridge(resources, made.includes(sourceBucket) ? [] : [sourceBucket]);
  return {
    sourceBucket,
    outputBucket: String(outputs.outputBucketName),
    webBucket: outputs.webBucketName as string | undefined,
    buckets: [...new Set([...made, sourceBucket])],
    function: {
      name,
      arn,
      handler: String(inputs.handler),
      codeFolder: await (inputs.code as { path: Promise<string> }).path,
      environment: environment.variables,
      memoryMiB: Number(inputs.memorySize),
      timeoutSeconds: Number(inputs.timeout),
      reservedConcurrency: inputs.reservedConcurrentExecutions as number | undefined,
      deadLetterArn: deadLetterConfig?.targetArn,
    },
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
        Effect === "Allow" && [Action].flat().includes(action) && [Resource].flat().includes(arn),
    );
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
