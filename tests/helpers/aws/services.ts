import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SQSClient } from "@aws-sdk/client-sqs";
import { openMetricStore } from "../../../local/aws/cloudwatch/metric-store.ts";
import type { LambdaOptions } from "../../../local/aws/lambda/api.ts";
import { createServices } from "../../../local/services.ts";
import type { Owner } from "../temporary-folder.ts";
import { openUploadQueue, uploadsArn } from "./queues.ts";
import { owner, reader, region, startS3 } from "./s3.ts";

export const functionArn = `arn:aws:lambda:${region}:000000000000:function:compressor`;

const stack: LambdaOptions["stack"] = {
  architecture: "arm64",
  logGroupName: "/aws/lambda/compressor",
  function: {
    name: "compressor",
    arn: functionArn,
    handler: "index.handler",
    codeFolder: "",
    environment: { PIPELINE_SETTINGS: "{}" },
    memoryMiB: 512,
    timeoutSeconds: 60,
    reservedConcurrency: undefined,
    deadLetterArn: undefined,
  },
  mappings: [{ queueArn: uploadsArn, batchSize: 10, reportsBatchItemFailures: true, maximumConcurrency: 2 }],
};

/** Starts the endpoint with SQS and Lambda, with clients for their owner and for a key without any rights. */
export async function startServices(t: Owner) {
  const opened = openUploadQueue();
  const invoked: unknown[] = [];
  const waking = { count: 0 };
  const metrics = openMetricStore(opened.database);
  const services = createServices({
    stack,
    metrics: () => metrics,
    now: () => opened.clock.now,
    queues: opened.queues,
    invokeLater: (payload) => void invoked.push(payload),
    wake: () => {
      waking.count += 1;
    },
  });
  const { endpoint } = await startS3(t, { services });
  const configure = (credentials: typeof owner | typeof reader) => ({
    endpoint,
    region,
    credentials,
    maxAttempts: 1,
  });
  const clients = {
    sqs: new SQSClient(configure(owner)),
    lambda: new LambdaClient(configure(owner)),
    cloudWatch: new CloudWatchClient(configure(owner)),
    strangersCloudWatch: new CloudWatchClient(configure(reader)),
    strangersSqs: new SQSClient(configure(reader)),
    strangersLambda: new LambdaClient(configure(reader)),
  };
  t.teardown(() => {
    for (const client of Object.values(clients)) client.destroy();
  });
  return { ...opened, ...clients, endpoint, invoked, waking, metrics };
}
