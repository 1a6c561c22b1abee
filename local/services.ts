import { createCloudWatch } from "./aws/cloudwatch/api/api.ts";
import type { MetricStore } from "./aws/cloudwatch/metric-store.ts";
import type { Ingestion } from "./aws/delivery/ingestion.ts";
import type { ServiceName } from "./aws/endpoint/call-service.ts";
import type { Service } from "./aws/endpoint/service.ts";
import { createLambda, type LambdaOptions } from "./aws/lambda/api.ts";
import { createSqs } from "./aws/sqs/api.ts";

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
