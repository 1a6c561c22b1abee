import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "../buckets/buckets.ts";
import type { Architecture } from "../options/options.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { compressorPolicy, lambdaTrust } from "../policies/role-policy.ts";
import { functionVariables } from "../settings/environment.ts";
import type { Places } from "../settings/function-settings.ts";
import { settingsJson } from "../settings/settings-json.ts";
import type { Assets } from "./assets.ts";

const runtime = "nodejs24.x";

/** Lambda itself keeps an event no longer, if concurrency is short or the function fails. */
const sixHours = 6 * 60 * 60;

export interface Compressor {
  function: aws.lambda.Function;
  logGroup: aws.cloudwatch.LogGroup;
  role: aws.iam.Role;
  /** Has the rights of the function's role. */
  policy: aws.iam.RolePolicy;
}

interface CompressorInputs {
  buckets: Buckets;
  deadLetters: aws.sqs.Queue;
  /** Exists with `ingestion: queue` only. */
  uploads: aws.sqs.Queue | undefined;
  assets: Assets;
  /** Fails if another pipeline is in the way. */
  siblingsChecked: pulumi.Output<void>;
}

/** Creates the function with its layer, role, log group and retries. */
export function createCompressor(
  name: string,
  options: Options,
  inputs: CompressorInputs,
  parent: pulumi.Resource,
): Compressor {
  const { logRetentionDays: retentionInDays, kmsKeyArn: kmsKeyId, tags } = options;
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-compressor-logs`,
    { retentionInDays, kmsKeyId, tags },
    { parent },
  );
  const { role, policy } = createRole(name, options, inputs, logGroup, parent);
  const withRole = { ...inputs, logGroup, role, policy };
  const compressor = createFunction(name, options, withRole, parent);
  new aws.lambda.FunctionEventInvokeConfig(
    `${name}-compressor-retries`,
    { functionName: compressor.name, maximumRetryAttempts: 2, maximumEventAgeInSeconds: sixHours },
    { parent: compressor, dependsOn: [policy] },
  );
  return { function: compressor, logGroup, role, policy };
}

function createRole(
  name: string,
  options: Options,
  { buckets, deadLetters, uploads }: CompressorInputs,
  logGroup: aws.cloudwatch.LogGroup,
  parent: pulumi.Resource,
) {
  const role = new aws.iam.Role(
    `${name}-compressor-role`,
    { assumeRolePolicy: JSON.stringify(lambdaTrust()), tags: options.tags },
    { parent },
  );
  const arns = {
    source: buckets.source.arn,
    output: buckets.output.arn,
    web: buckets.web?.arn,
    deadLetters: deadLetters.arn,
    uploads: uploads?.arn,
    logGroup: logGroup.arn,
    key: options.kmsKeyArn,
  };
  const policy = new aws.iam.RolePolicy(
    `${name}-compressor-role-policy`,
    {
      role: role.name,
      policy: pulumi.jsonStringify(pulumi.output(arns).apply((known) => compressorPolicy(known, options))),
    },
    { parent: role },
  );
  return { role, policy };
}

interface FunctionInputs extends CompressorInputs {
  logGroup: aws.cloudwatch.LogGroup;
  role: aws.iam.Role;
  policy: aws.iam.RolePolicy;
}

function createFunction(
  name: string,
  options: Options,
  { buckets, deadLetters, assets, siblingsChecked, logGroup, role, policy }: FunctionInputs,
  parent: pulumi.Resource,
): aws.lambda.Function {
  const { architecture, memoryMiB, timeoutSeconds, reservedConcurrency, tags } = options;
  const layer = createLayer(`${name}-sharp`, architecture, assets, parent);
  const places = placesOf(buckets, deadLetters);
  const settings = settingsJson(
    options,
    siblingsChecked.apply(() => places),
    parent,
  );
  return new aws.lambda.Function(
    `${name}-compressor`,
    {
      runtime,
      handler: "index.handler",
      code: assets.code,
      layers: [layer.arn],
      architectures: [architecture],
      memorySize: memoryMiB,
      timeout: timeoutSeconds,
      reservedConcurrentExecutions: reservedConcurrency,
      role: role.arn,
      environment: { variables: functionVariables(settings) },
      kmsKeyArn: options.kmsKeyArn,
      // It is set with a queue as well, for asynchronous invocations by hand.
      deadLetterConfig: { targetArn: deadLetters.arn },
      tracingConfig: { mode: "Active" },
      loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
      tags,
    },
    // Lambda checks at once whether the role may send to the queue.
    { parent, dependsOn: [policy] },
  );
}

function createLayer(
  layerName: string,
  architecture: Architecture,
  { layer }: Assets,
  parent: pulumi.Resource,
): aws.lambda.LayerVersion {
  return new aws.lambda.LayerVersion(
    layerName,
    { layerName, code: layer, compatibleArchitectures: [architecture], compatibleRuntimes: [runtime] },
    { parent },
  );
}

function placesOf({ source, output, web }: Buckets, deadLetters: aws.sqs.Queue): pulumi.Output<Places> {
  return pulumi.output({
    source: source.bucket,
    output: output.bucket,
    web: web?.bucket,
    deadLetters: deadLetters.url,
  });
}
