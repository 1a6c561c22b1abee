import type { Server } from "node:http";
import { createCloudWatch } from "./aws/cloudwatch/api/api.ts";
import type { MetricStore } from "./aws/cloudwatch/metric-store.ts";
import type { Ingestion } from "./aws/delivery/ingestion.ts";
import { type ServiceName, signedService } from "./aws/endpoint/call-service.ts";
import { createEndpoint, type EndpointOptions } from "./aws/endpoint/server.ts";
import type { Service } from "./aws/endpoint/service.ts";
import { createLambda, type LambdaOptions } from "./aws/lambda/api.ts";
import { createS3, type S3Options } from "./aws/s3/service.ts";
import { createSqs } from "./aws/sqs/api.ts";

interface ServiceParts extends Pick<Ingestion, "queues" | "invokeLater" | "wake"> {
  stack: LambdaOptions["stack"];
  /** Returns the store with the metrics recorded up to now. */
  metrics: () => Pick<MetricStore, "read" | "list">;
  now: () => number;
}

/** Creates all services but S3. Calls to SQS and Lambda wake the dispatcher: they may bring work for the function. */
export function createServices({
  stack,
  queues,
  invokeLater,
  wake,
  metrics,
  now,
}: ServiceParts): Record<ServiceName, Service> {
  return {
    sqs: waking(createSqs(queues), wake),
    lambda: waking(createLambda({ stack, invokeLater }), wake),
    monitoring: createCloudWatch(metrics, now),
  };
}

function waking(service: Service, wake: () => void): Service {
  return {
    ...service,
    answer: (call) => {
      const answer = service.answer(call);
      wake();
      return answer;
    },
  };
}

export interface AwsOptions extends S3Options, Pick<EndpointOptions, "dataFolder" | "patience"> {
  /** All services but S3. */
  services?: Partial<Record<ServiceName, Service>> | undefined;
}

/** Creates the endpoint of S3 and `services`; the caller makes it listen. */
export function createAwsEndpoint({ services = {}, dataFolder, patience, ...s3 }: AwsOptions): Server {
  const signed = Object.entries(services).map(
    ([name, service]) => [name, signedService(name, service, s3)] as const,
  );
  return createEndpoint({ services: new Map(signed), fallback: createS3(s3), dataFolder, patience });
}
