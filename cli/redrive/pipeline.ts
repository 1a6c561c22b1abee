import type { FunctionConfiguration } from "@aws-sdk/client-lambda";
import { settingsVariable } from "../../contract/settings.ts";
import type { Connection } from "../aws/connection.ts";
import { deployedSettings } from "../aws/deployed-settings.ts";
import { AwsFailure, isCausedBy } from "../aws/failure.ts";
import { type QueueName, queueName } from "./queue.ts";

/** Describes a deployed pipeline for redriving. */
export interface Pipeline {
  functionName: string;
  sourceBucket: string;
  deadLetters: QueueName;
  /** Is the queue S3 sends to; `undefined` where events go to the function itself. */
  uploads: QueueName | undefined;
}

/**
 * Reads a pipeline's details from its function.
 *
 * @throws {AwsFailure} When there is no such function, or it is not a pipeline's.
 */
export async function findPipeline(connection: Connection, functionName: string): Promise<Pipeline> {
  const { lambda, call } = connection;
  const { GetFunctionConfigurationCommand, ListEventSourceMappingsCommand } = await import(
    "@aws-sdk/client-lambda"
  );
  const names = { FunctionName: functionName };
  const configuration = await call("lambda:GetFunctionConfiguration", () =>
    lambda.send(new GetFunctionConfigurationCommand(names)),
  ).catch((failure) => {
    throw isCausedBy(failure, /^ResourceNotFound/)
      ? noFunction(functionName, connection.region, failure)
      : failure;
  });
  const sourceBucket = deployedSourceBucket(functionName, configuration);
  const queue = configuration.DeadLetterConfig?.TargetArn;
  if (queue === undefined) {
    throw new AwsFailure(
      `The function ${functionName} has no dead-letter queue: run \`pulumi up\` on its stack`,
    );
  }

  const { EventSourceMappings = [] } = await call("lambda:ListEventSourceMappings", () =>
    lambda.send(new ListEventSourceMappingsCommand(names)),
  );
  const sources = EventSourceMappings.map(({ EventSourceArn = "" }) => EventSourceArn);
  const deadLetterQueue = queueName(queue);
  // Somebody may have the function read its own dead letters, which is no ingestion.
  const uploads = sources
    .filter((arn) => arn.split(":")[2] === "sqs")
    .map(queueName)
    .find(({ name }) => name !== deadLetterQueue.name);
  return { functionName, sourceBucket, deadLetters: deadLetterQueue, uploads };
}

/** Reads the one setting present in every version of the function. */
function deployedSourceBucket(functionName: string, configuration: FunctionConfiguration): string {
  const { Environment } = configuration;
  if (Environment?.Error !== undefined) {
    throw new AwsFailure(
      `AWS does not show the environment of ${functionName}: ${Environment.Error.Message}. Allow kms:Decrypt on its key`,
    );
  }
  const settings = deployedSettings(configuration);
  if (settings === undefined) {
    throw new AwsFailure(
      `${functionName} is no function of an ImageCompressionPipeline, its ${settingsVariable} is not there or no settings: give the stack's output functionName`,
    );
  }
  return settings.sourceBucket;
}

function noFunction(functionName: string, region: string, failure: unknown): AwsFailure {
  const account = /:lambda:[^:]*:(\d{12}):/.exec(failure instanceof Error ? failure.message : "")?.[1];
  const where = account === undefined ? region : `${region} of the account ${account}`;
  return new AwsFailure(
    `There is no function ${functionName} in ${where}: give the stack's output functionName, and its region and account by --region and --profile`,
    { cause: failure },
  );
}
