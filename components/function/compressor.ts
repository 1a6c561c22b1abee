import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Buckets } from "../buckets/buckets.ts";
import type { Architecture } from "../options/options.ts";
import type { Options } from "../options/rules-and-defaults.ts";
import { functionVariables } from "../settings/environment.ts";
import type { Places } from "../settings/function-settings.ts";
import { settingsJson } from "../settings/settings-json.ts";
import type { Assets } from "./assets.ts";
import { createRolePolicy } from "./role.ts";

const runtime = "nodejs24.x";

/** Lambda itself keeps an event no longer, if concurrency is short or the function fails. */
const sixHours = 6 * 60 * 60;

export interface Compressor {
  function: aws.lambda.Function;
  logGroup: aws.cloudwatch.LogGroup;
  /** Has the rights of the function's role. */
  policy: aws.iam.RolePolicy;
}

interface CompressorInputs {
  role: aws.iam.Role;
  buckets: Buckets;
  deadLetters: aws.sqs.Queue;
  /** Exists with `ingestion: queue` only. */
  uploads: aws.sqs.Queue | undefined;
  assets: Assets;
  /** Fails if another pipeline is in the way. */
  siblingsChecked: pulumi.Output<void>;
}

/** Creates the function with its layer, its role's rights, log group and retries. */
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
  const policy = createRolePolicy(name, options, inputs.role, { ...inputs, logGroup });
  const compressor = createFunction(name, options, { ...inputs, logGroup, policy }, parent);
  new aws.lambda.FunctionEventInvokeConfig(
    `${name}-compressor-retries`,
    { functionName: compressor.name, maximumRetryAttempts: 2, maximumEventAgeInSeconds: sixHours },
    { parent: compressor, dependsOn: [policy] },
  );
  return { function: compressor, logGroup, policy };
}

interface FunctionInputs extends CompressorInputs {
  logGroup: aws.cloudwatch.LogGroup;
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
