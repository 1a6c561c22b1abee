import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
} from "@aws-sdk/client-lambda";
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { type Settings, settingsVariable } from "../../handler/settings.ts";
import type { Description } from "../../local/run.ts";

/** What the run's endpoint says of its pipeline, as AWS would. */
export interface WayIn {
  settings: Settings;
  deadLetterQueueUrl: string;
  sqs: SQSClient;
  /** Delivers an event once more, by the way that the pipeline has: a queue, or an asynchronous invocation. */
  deliver: (event: unknown) => Promise<void>;
}

export async function findWayIn(description: Description): Promise<WayIn> {
  const { endpoint, region, functionName: FunctionName } = description;
  const access = { endpoint, region, credentials: description, maxAttempts: 1 };
  const lambda = new LambdaClient(access);
  // The addresses that the endpoint gives are for its own port.
  const sqs = new SQSClient({ ...access, useQueueUrlAsEndpoint: false });
  const urlOf = async (arn = "") => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(":").at(-1) }));
    if (QueueUrl === undefined) throw new Error(`${arn} has no address`);
    return QueueUrl;
  };

  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );
  const settings: Settings = JSON.parse(configuration.Environment?.Variables?.[settingsVariable] ?? "");
  const [mapping] = EventSourceMappings;
  const queueUrl = mapping && (await urlOf(mapping.EventSourceArn));
  return {
    settings,
    sqs,
    deadLetterQueueUrl:
      settings.deadLetters?.queueUrl ?? (await urlOf(configuration.DeadLetterConfig?.TargetArn)),
    deliver: async (event) => {
      const body = JSON.stringify(event);
      const command = { FunctionName, InvocationType: "Event" as const, Payload: Buffer.from(body) };
      if (queueUrl === undefined) await lambda.send(new InvokeCommand(command));
      else await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body }));
    },
  };
}
