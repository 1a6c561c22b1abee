import type { MetricStore } from "../cloudwatch/metric-store.ts";
import type { Ingestion } from "../events/ingestion.ts";
import { createCloudWatch } from "./cloudwatch.ts";
import type { ServiceName } from "./endpoint.ts";
import { createLambda, type LambdaOptions } from "./lambda.ts";
import type { Service } from "./service.ts";
import { createSqs } from "./sqs.ts";

/** What the services are about. */
interface Served extends Pick<Ingestion, "queues" | "invokeLater" | "wake"> {
  stack: LambdaOptions["stack"];
  /** All metrics as they are now. */
  metrics: () => Pick<MetricStore, "read" | "list">;
  now: () => number;
}

/** The services of a run beside S3. A call of SQS or Lambda may give the function work. */
export function createServices({
  stack,
  queues,
  invokeLater,
  wake,
  metrics,
  now,
}: Served): Record<ServiceName, Service> {
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
