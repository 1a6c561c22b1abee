import test from "ava";
import { ImageCompressionPipeline } from "../../components/index.ts";
import { account, evaluate, find, json, type Registered, region } from "../helpers/graph.ts";

const graph = await evaluate(
  (opts) => new ImageCompressionPipeline("images", { uploadPrefix: "in/", outputPrefix: "out/" }, opts),
);

interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: unknown;
}

function all(type: string): Registered[] {
  return graph.resources.filter((resource) => resource.type === type);
}

function statements(name: string): Statement[] {
  return (json(graph, name, "policy") as { Statement: Statement[] }).Statement;
}

const buckets = ["images-source", "images-output"];
const queueArn = `arn:aws:sqs:${region}:${account}:images-dead-letters`;

for (const bucket of buckets) {
  test(`${bucket} blocks public access (CKV_AWS_53–56, CKV2_AWS_6, S3.8)`, (t) => {
    t.deepEqual(find(graph, `${bucket}-public-access`).inputs, {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
  });

  test(`${bucket} has ACLs disabled (CKV2_AWS_65, S3.12)`, (t) => {
    t.deepEqual(find(graph, `${bucket}-ownership`).inputs, {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
  });

  test(`${bucket} encrypts, and refuses keys that its client brings (CKV_AWS_19, S3.4)`, (t) => {
    t.deepEqual(find(graph, `${bucket}-encryption`).inputs, {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" },
          blockedEncryptionTypes: ["SSE-C"],
        },
      ],
    });
  });

  test(`${bucket} is reached by TLS only (CKV_AWS_379, S3.5)`, (t) => {
    const arn = `arn:aws:s3:::${bucket}`;
    t.deepEqual(statements(`${bucket}-policy`), [withoutTls("s3:*", [arn, `${arn}/*`])]);
  });

  test(`${bucket} aborts incomplete uploads in a rule whose filter is empty (CKV_AWS_300, CKV2_AWS_61, S3.13)`, (t) => {
    const { rules } = find(graph, `${bucket}-lifecycle`).inputs as { rules: object[] };

    t.deepEqual(rules[0], {
      id: "abort-incomplete-uploads",
      status: "Enabled",
      filter: {},
      abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
    });
  });

  test(`${bucket} is not destroyed with what is in it`, (t) => {
    t.deepEqual(find(graph, bucket).inputs, { forceDestroy: false });
  });
}

function withoutTls(Action: string, Resource: string[]) {
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  return { Sid: "DenyWithoutTls", Effect: "Deny", Principal: "*", Action, Resource, Condition };
}

test("there are no ACLs at all (CKV_AWS_20, 57, CKV2_AWS_43)", (t) => {
  t.deepEqual(
    graph.resources.filter(({ type }) => /acl/i.test(type)),
    [],
  );
});

test("no statement allows any principal (CKV_AWS_70, 93, S3.6)", (t) => {
  const policies = graph.resources.flatMap(({ inputs }) => inputs.policy ?? inputs.assumeRolePolicy ?? []);

  const allowed = policies
    .flatMap((policy) => (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement)
    .filter(({ Effect }) => Effect === "Allow")
    .flatMap(({ Principal }) => Principal ?? []);
  t.deepEqual(allowed, [{ Service: "lambda.amazonaws.com" }]);
});

test("sources are versioned (CKV_AWS_21, S3.14)", (t) => {
  t.deepEqual(find(graph, "images-source-versioning").inputs, {
    bucket: "images-source",
    versioningConfiguration: { status: "Enabled" },
  });
});

test("what failed to the end is kept (CKV_AWS_116)", (t) => {
  t.deepEqual(find(graph, "images-compressor").inputs.deadLetterConfig, { targetArn: queueArn });
});

test("the function is traced (CKV_AWS_50, Lambda.7)", (t) => {
  t.deepEqual(find(graph, "images-compressor").inputs.tracingConfig, { mode: "Active" });
});

test("the environment holds names and numbers only (CKV_AWS_45)", (t) => {
  const { variables } = find(graph, "images-compressor").inputs.environment as { variables: object };

  t.deepEqual(Object.keys(variables).sort(), [
    "MALLOC_MMAP_THRESHOLD_",
    "MALLOC_TRIM_THRESHOLD_",
    "PIPELINE_SETTINGS",
  ]);
  t.notRegex(JSON.stringify(variables), /secret|password|token|AKIA/i);
});

test("the runtime is supported (CKV_AWS_363, Lambda.2)", (t) => {
  t.is(find(graph, "images-compressor").inputs.runtime, "nodejs24.x");
});

test("only this account's source bucket may invoke the function (CKV_AWS_364, 301, Lambda.1)", (t) => {
  t.deepEqual(
    all("aws:lambda/permission:Permission").map(({ inputs }) => inputs),
    [
      {
        action: "lambda:InvokeFunction",
        function: "images-compressor",
        principal: "s3.amazonaws.com",
        sourceArn: "arn:aws:s3:::images-source",
        sourceAccount: account,
      },
    ],
  );
});

test("the function has no URL (CKV_AWS_258, CKV2_AWS_75)", (t) => {
  t.deepEqual(all("aws:lambda/functionUrl:FunctionUrl"), []);
});

test("the log is not kept for ever (CKV_AWS_66)", (t) => {
  t.is(find(graph, "images-compressor-logs").inputs.retentionInDays, 30);
});

test("the queue is encrypted and takes nothing without TLS (CKV_AWS_27, 168, SQS.1)", (t) => {
  t.true(find(graph, "images-dead-letters").inputs.sqsManagedSseEnabled);
  t.deepEqual(statements("images-dead-letters-policy"), [withoutTls("sqs:*", [queueArn])]);
});

test("the role does exactly this (CKV_AWS_60–63, 286–290, IAM.1, IAM.21)", (t) => {
  const allow = (Action: string[], Resource: string[]) => ({ Effect: "Allow", Action, Resource });
  const logArn = `arn:aws:logs:${region}:${account}:log-group:images-compressor-logs:*`;

  t.deepEqual(statements("images-compressor-role-policy"), [
    allow(["s3:GetObject"], ["arn:aws:s3:::images-source/in/*"]),
    allow(["s3:ListBucket"], ["arn:aws:s3:::images-source", "arn:aws:s3:::images-output"]),
    allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::images-output/out/in/*"]),
    allow(["sqs:SendMessage"], [queueArn]),
    allow(["logs:CreateLogStream", "logs:PutLogEvents"], [logArn]),
    allow(["xray:PutTraceSegments", "xray:PutTelemetryRecords"], ["*"]),
  ]);
  t.is(all("aws:iam/rolePolicyAttachment:RolePolicyAttachment").length, 0);
});

test("alarms' actions are not switched off (CKV_AWS_319)", (t) => {
  const alarms = all("aws:cloudwatch/metricAlarm:MetricAlarm");

  t.is(alarms.length, 4);
  t.true(alarms.every(({ inputs }) => inputs.actionsEnabled !== false));
});
