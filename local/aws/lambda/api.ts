import { createHash } from "node:crypto";
import type { Answer } from "../endpoint/answer.ts";
import {
  accessDenied,
  jsonAnswer,
  notImplemented,
  type Service,
  type ServiceCall,
  ServiceError,
} from "../endpoint/service.ts";
import type { LambdaDefinition } from "./definition.ts";

export interface LambdaOptions {
  stack: LambdaDefinition;
  /** Queues an asynchronous event, which is on disk when this returns. */
  invokeLater: (payload: unknown) => void;
}

const maxEventBytes = 1024 ** 2;

/** Only the calls `redrive` and `report` make. */
const routes: {
  call: RegExp;
  answer: (call: ServiceCall, options: LambdaOptions, name: string) => Answer;
}[] = [
  { call: /^GET \/2015-03-31\/functions\/([^/]+)\/configuration$/, answer: getFunctionConfiguration },
  { call: /^GET \/2015-03-31\/event-source-mappings\/?$/, answer: listEventSourceMappings },
  { call: /^POST \/2015-03-31\/functions\/([^/]+)\/invocations$/, answer: invoke },
];

/** Answers Lambda's calls for the stack's one function. */
export function createLambda(options: LambdaOptions): Service {
  return {
    answer: (call) => {
      const path = decodeURIComponent(call.path);
      for (const route of routes) {
        const match = route.call.exec(`${call.method} ${path}`);
        if (match !== null) return route.answer(call, options, match[1] ?? "");
      }
      throw notImplemented(`${call.method} ${path}`);
    },

    refuse: ({ code, status, message }) => {
      const { headers, ...answer } = jsonAnswer(status, { Type: status < 500 ? "User" : "Service", message });
      return { ...answer, headers: { ...headers, "x-amzn-errortype": code } };
    },
  };
}

function getFunctionConfiguration(call: ServiceCall, { stack }: LambdaOptions, name: string): Answer {
  check(call, stack, "lambda:GetFunctionConfiguration", name);
  if (call.query.has("Qualifier")) throw notImplemented("Qualifier of GetFunctionConfiguration");
  const { arn, deadLetterArn, environment, handler, memoryMiB, timeoutSeconds } = stack.function;
  return jsonAnswer(200, {
    FunctionName: stack.function.name,
    FunctionArn: arn,
    Handler: handler,
    MemorySize: memoryMiB,
    Timeout: timeoutSeconds,
    Architectures: [stack.architecture],
    Environment: { Variables: environment },
    LoggingConfig: { LogFormat: "JSON", LogGroup: stack.logGroupName },
    ...(deadLetterArn !== undefined && { DeadLetterConfig: { TargetArn: deadLetterArn } }),
    State: "Active",
    LastUpdateStatus: "Successful",
    Version: "$LATEST",
  });
}

function listEventSourceMappings(call: ServiceCall, { stack }: LambdaOptions): Answer {
  const { arn } = stack.function;
  check(call, stack, "lambda:ListEventSourceMappings", call.query.get("FunctionName") ?? arn);
  const source = call.query.get("EventSourceArn");
  const mappings = stack.mappings.filter(({ queueArn }) => source === undefined || queueArn === source);
  return jsonAnswer(200, {
    EventSourceMappings: mappings.map((mapping) => ({
      UUID: uuidOf(mapping.queueArn),
      EventSourceArn: mapping.queueArn,
      FunctionArn: arn,
      State: "Enabled",
      BatchSize: mapping.batchSize,
      FunctionResponseTypes: mapping.reportsBatchItemFailures ? ["ReportBatchItemFailures"] : [],
      ...(mapping.maximumConcurrency !== undefined && {
        ScalingConfig: { MaximumConcurrency: mapping.maximumConcurrency },
      }),
    })),
  });
}

function invoke(call: ServiceCall, { stack, invokeLater }: LambdaOptions, name: string): Answer {
  check(call, stack, "lambda:InvokeFunction", name);
  const type = call.headers.get("x-amz-invocation-type") ?? "RequestResponse";
  if (type !== "Event") throw notImplemented(`Invoke with InvocationType ${type}`);
  const size = Buffer.byteLength(call.body);
  if (size > maxEventBytes) {
    const message = `${size} byte payload is too large for the Event invocation type (limit ${maxEventBytes} bytes)`;
    throw new ServiceError("RequestTooLargeException", message, 413);
  }
  invokeLater(parsed(call.body));
  return { status: 202, body: "" };
}

function parsed(body: string): unknown {
  try {
    return body === "" ? {} : JSON.parse(body);
  } catch {
    throw new ServiceError("InvalidRequestContentException", "Could not parse request body into json");
  }
}

/** Checks the function, given by name or ARN, and the caller's right to the action. */
function check(
  { mayCall }: ServiceCall,
  { function: { arn, name } }: LambdaDefinition,
  action: string,
  asked: string,
): void {
  if (asked !== name && asked !== arn) {
    const missing = asked.startsWith("arn:") ? asked : arn.replace(/[^:]*$/, asked);
    throw new ServiceError("ResourceNotFoundException", `Function not found: ${missing}`, 404);
  }
  if (!mayCall(action, arn)) throw accessDenied(action, arn);
}

/** Derives a mapping's UUID, always the same for one queue. */
function uuidOf(arn: string): string {
  const hash = createHash("sha256").update(arn).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
