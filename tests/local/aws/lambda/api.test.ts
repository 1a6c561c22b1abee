import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  type LambdaClient,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from "@aws-sdk/client-lambda";
import test from "ava";
import { uploadsArn } from "../../../helpers/aws/queues.ts";
import { functionArn, startServices } from "../../../helpers/aws/services.ts";

const FunctionName = "compressor";

for (const name of [FunctionName, functionArn]) {
  test(`the function's configuration is told by ${name}`, async (t) => {
    const { lambda } = await startServices(t);

    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));

    t.like(configuration, { FunctionName, FunctionArn: functionArn, MemorySize: 512, Timeout: 60 });
    t.like(configuration, {
      Architectures: ["arm64"],
      LoggingConfig: { LogGroup: "/aws/lambda/compressor" },
    });
    t.deepEqual(configuration.Environment?.Variables, { PIPELINE_SETTINGS: "{}" });
  });
}

test("what polls a queue for the function is listed", async (t) => {
  const { lambda } = await startServices(t);

  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  );

  t.is(EventSourceMappings.length, 1);
  t.like(EventSourceMappings[0], {
    EventSourceArn: uploadsArn,
    FunctionArn: functionArn,
    State: "Enabled",
    BatchSize: 10,
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    ScalingConfig: { MaximumConcurrency: 2 },
  });
});

test("an asynchronous invocation is accepted, and the function is woken", async (t) => {
  const { lambda, invoked, waking } = await startServices(t);
  const input = { FunctionName, InvocationType: "Event" as const, Payload: JSON.stringify({ key: "é" }) };

  const { StatusCode } = await lambda.send(new InvokeCommand(input));

  t.is(StatusCode, 202);
  t.deepEqual(invoked, [{ key: "é" }]);
  t.is(waking.count, 1);
});

const invokeLater = { FunctionName, InvocationType: "Event" as const };
const failures: [
  title: string,
  call: (lambda: LambdaClient) => Promise<unknown>,
  name: string,
  message: RegExp,
][] = [
  [
    "another call",
    (lambda) => lambda.send(new ListFunctionsCommand({})),
    "NotImplemented",
    /^GET .*\/functions/,
  ],
  [
    "an invocation that is waited for",
    (lambda) => lambda.send(new InvokeCommand({ FunctionName })),
    "NotImplemented",
    /^Invoke with InvocationType RequestResponse/,
  ],
  [
    "another function",
    (lambda) => lambda.send(new GetFunctionConfigurationCommand({ FunctionName: "nope" })),
    "ResourceNotFoundException",
    /^Function not found: arn:.*:function:nope$/,
  ],
  [
    "an event that is no JSON",
    (lambda) => lambda.send(new InvokeCommand({ ...invokeLater, Payload: "{" })),
    "InvalidRequestContentException",
    /JSON|json/,
  ],
  [
    "an event of more than 1 MiB",
    (lambda) =>
      lambda.send(new InvokeCommand({ ...invokeLater, Payload: JSON.stringify("x".repeat(1024 ** 2)) })),
    "RequestTooLargeException",
    /^1048578 byte payload is too large/,
  ],
];

for (const [title, call, name, message] of failures) {
  test(`${title} is refused with ${name}`, async (t) => {
    const { lambda, invoked } = await startServices(t);

    await t.throwsAsync(call(lambda), { name, message });

    t.deepEqual(invoked, []);
  });
}

test("who may not invoke the function is told so", async (t) => {
  const { strangersLambda, invoked } = await startServices(t);

  const call = strangersLambda.send(new InvokeCommand({ ...invokeLater, Payload: "{}" }));

  await t.throwsAsync(call, { name: "AccessDeniedException", message: /lambda:InvokeFunction on arn:/ });
  t.deepEqual(invoked, []);
});
