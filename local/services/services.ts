import type { Ingestion } from "../events/ingestion.ts";
import type { LocalStack } from "../stack.ts";
import type { ServiceName } from "./endpoint.ts";
import { createLambda } from "./lambda.ts";
import type { Service } from "./service.ts";
import { createSqs } from "./sqs.ts";

/** The services of a run beside S3. Every call may give the function work. */
export function createServices(
  stack: Pick<LocalStack, "function" | "mappings">,
  { queues, invokeLater, wake }: Pick<Ingestion, "queues" | "invokeLater" | "wake">,
): Record<ServiceName, Service> {
  return { sqs: waking(createSqs(queues), wake), lambda: waking(createLambda({ stack, invokeLater }), wake) };
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
