import { GetFunctionConfigurationCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import type { Connection } from "../../../cli/aws/connection.ts";
import { openFunction, openQueue } from "../../../cli/redrive/destination.ts";
import { findPipeline } from "../../../cli/redrive/pipeline.ts";
import { type DeadLetterQueue, openDeadLetters } from "../../../cli/redrive/queue.ts";
import { type Settings, settingsVariable } from "../../../contract/settings.ts";
import type { Description } from "../../../local/run.ts";

/** The pipeline as AWS clients find it at the run's endpoint. */
export interface DeployedPipeline {
  settings: Settings;
  deadLetters: DeadLetterQueue;
  /** Delivers an event once more, through the pipeline's queue or by asynchronous invocation. */
  deliver: (event: unknown) => Promise<void>;
}

export async function findDeployed(description: Description): Promise<DeployedPipeline> {
  const { functionName } = description;
  const connection = connect(description);
  const { deadLetters, uploads } = await findPipeline(connection, functionName);
  const destination = await (uploads === undefined
    ? openFunction(connection, functionName)
    : openQueue(connection, uploads));
  return {
    settings: await readSettings(connection, functionName),
    deadLetters: await openDeadLetters(connection, deadLetters),
    deliver: (event) => destination.send(JSON.stringify(event)),
  };
}

/** Calls are not tried again, and errors are passed on: the run may be dead. */
function connect({ endpoint, region, ...credentials }: Description): Connection {
  const access = { endpoint, region, credentials, maxAttempts: 1 };
  return {
    lambda: new LambdaClient(access),
    sqs: new SQSClient({ ...access, useQueueUrlAsEndpoint: false }),
    region,
    call: (_action, request) => request(),
  };
}

async function readSettings({ lambda }: Connection, FunctionName: string): Promise<Settings> {
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  return JSON.parse(Environment?.Variables?.[settingsVariable] ?? "");
}
