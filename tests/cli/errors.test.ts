import test from "ava";
import { builtCommand, someEnvironment } from "../helpers/command/command.ts";
import { type Answer, pipelineAnswers, startFakeAws } from "../helpers/command/fake-aws.ts";

const command = builtCommand();
const redrive = ["redrive", "--pipeline", "compressor", "--yes"];
const body = JSON.stringify([{ bucket: "uploads", key: "a.png" }]);

for (const [what, args, environment, message] of [
  [
    "no credentials",
    [],
    { AWS_REGION: "eu-central-1" },
    /No AWS credentials could be used: .*--profile, or run `aws sso login`/,
  ],
  [
    "a profile that is not there",
    ["--profile", "nobody"],
    { AWS_REGION: "eu-central-1" },
    /for the profile nobody:/,
  ],
  ["no region", [], {}, /No AWS region is known: give --region/],
  ["an empty region", [], { ...someEnvironment, AWS_REGION: "" }, /No AWS region is known: give --region/],
  [
    "an endpoint that does not answer",
    ["--endpoint", "http://127.0.0.1:9"],
    someEnvironment,
    /http:\/\/127\.0\.0\.1:9 was not reached: .*ECONNREFUSED/,
  ],
] as [string, string[], Record<string, string>, RegExp][]) {
  test(`${what}: it ends with 3 and says what to do`, async (t) => {
    const { code, stderr } = await command([...redrive, ...args], environment).ended;

    t.is(code, 3);
    t.regex(stderr, message);
    t.is(stderr.trim().split("\n").length, 1, stderr);
  });
}

const account = "arn:aws:lambda:eu-central-1:123456789012:function:compressor";

for (const [what, action, answer, message] of [
  [
    "a pipeline that does not exist",
    "lambda:GetFunctionConfiguration",
    { error: "ResourceNotFoundException", message: `Function not found: ${account}`, status: 404 },
    /no function compressor in eu-central-1 of the account 123456789012: give the stack's output functionName/,
  ],
  [
    "a function of somebody else",
    "lambda:GetFunctionConfiguration",
    { Environment: { Variables: {} } },
    /compressor is no function of an ImageCompressionPipeline/,
  ],
  [
    "a function without a dead-letter queue",
    "lambda:GetFunctionConfiguration",
    { Environment: { Variables: { PIPELINE_SETTINGS: '{"sourceBucket":"uploads"}' } } },
    /has no dead-letter queue: run `pulumi up`/,
  ],
  [
    "an environment under a key that may not be used",
    "lambda:GetFunctionConfiguration",
    { Environment: { Error: { ErrorCode: "AccessDeniedException", Message: "no kms" } } },
    /does not show the environment of compressor: no kms. Allow kms:Decrypt/,
  ],
  [
    "a queue that does not exist",
    "sqs:GetQueueUrl",
    { error: "com.amazonaws.sqs#QueueDoesNotExist", message: "The specified queue does not exist." },
    /no queue images-dead-letters in eu-central-1 of the account 123456789012/,
  ],
  [
    "a right that is missing",
    "sqs:ReceiveMessage",
    { error: "com.amazon.coral.service#AccessDeniedException", message: "User x is not authorized" },
    /AWS does not allow sqs:ReceiveMessage: User x is not authorized. docs\/redrive\.md/,
  ],
  [
    "credentials that have expired",
    "lambda:ListEventSourceMappings",
    { error: "ExpiredTokenException", message: "The security token is expired", status: 403 },
    /credentials have expired: .*Get new ones/,
  ],
  [
    "credentials that AWS does not know",
    "lambda:GetFunctionConfiguration",
    { error: "UnrecognizedClientException", message: "The security token is invalid.", status: 403 },
    /does not know these credentials: The security token is invalid\. Check the access key/,
  ],
] as [string, string, Answer, RegExp][]) {
  test(`${what}: it ends with 3, says so once, and as JSON too`, async (t) => {
    const { endpoint } = await startFakeAws(t, {
      ...pipelineAnswers({ bodies: [body] }),
      [action]: () => answer,
    });

    const { code, stdout, stderr } = await command([...redrive, "--json", "--endpoint", endpoint]).ended;

    t.is(code, 3);
    t.regex(stderr, message);
    t.regex(JSON.parse(stdout).error, message);
    t.is(JSON.parse(stdout).pipeline, "compressor");
  });
}

test("a message that AWS refuses stays and is named, and the others go through", async (t) => {
  let refused = false;
  const { endpoint, calls } = await startFakeAws(t, {
    ...pipelineAnswers({ bodies: [body, body, body] }),
    "lambda:InvokeFunction": () => {
      if (refused) return {};
      refused = true;
      return { error: "RequestTooLargeException", message: "too large", status: 413 };
    },
  });

  const { code, stdout } = await command([...redrive, "--json", "--endpoint", endpoint]).ended;

  t.is(code, 1);
  t.like(JSON.parse(stdout), { found: 3, sent: 2, failed: { length: 1 } });
  t.is(calls.filter(({ action }) => action === "sqs:ChangeMessageVisibility").length, 1);
});

test("Ctrl-C finishes what is in hand, puts the rest back and ends with 130", async (t) => {
  const interrupts: (() => void)[] = [];
  const { endpoint, calls } = await startFakeAws(t, {
    ...pipelineAnswers({ bodies: Array.from({ length: 30 }, () => body) }),
    "lambda:InvokeFunction": () => {
      interrupts.pop()?.();
      return {};
    },
  });
  const { child, ended } = command([...redrive, "--json", "--endpoint", endpoint]);
  interrupts.push(() => child.kill("SIGINT"));

  const { code, stdout } = await ended;

  const made = (wanted: string) => calls.filter(({ action }) => action === wanted).length;
  const sent = made("lambda:InvokeFunction");
  t.is(code, 130);
  t.true(sent < 30);
  t.deepEqual([made("sqs:DeleteMessage"), made("sqs:ChangeMessageVisibility")], [sent, 30 - sent]);
  t.like(JSON.parse(stdout), { found: 30, interrupted: true, sent });
});
