import test from "ava";
import { account, type Graph, json, region } from "../helpers/graph/graph.ts";
import { decide } from "../helpers/graph/simulator.ts";
import { graphOf } from "./configurations.ts";

const otherAccount = "999999999999";

const graphs = {
  default: await graphOf("default"),
  queue: await graphOf("queue"),
  eventbridge: await graphOf("eventbridge"),
  cdn: await graphOf("cdn"),
  told: await graphOf("told"),
};

const policy = (graph: Graph, name: string) => ({ resourcePolicy: json(graph, `${name}-policy`, "policy") });
const bucketArn = (name: string) => `arn:aws:s3:::${name}`;
const queueArn = (name: string) => `arn:aws:sqs:${region}:${account}:${name}`;

const topicArn = `arn:aws:sns:${region}:${account}:told-alarm-topic`;
const keyArn = `arn:aws:kms:${region}:${account}:key/told-alarm-key`;

/** The context of a request by S3, EventBridge or CloudWatch to a queue or a topic. */
const source = (arn: string, owner = account) => ({ "aws:SourceArn": arn, "aws:SourceAccount": owner });

/** A principal of this account whose own policy allows everything. */
const admin = {
  principal: `arn:aws:iam::${account}:role/admin`,
  identityPolicy: {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }],
  },
};

const stranger = { ...admin, principal: `arn:aws:iam::${otherAccount}:role/admin` };

const protectedResources = [
  ["default", "default-source", "s3:GetObject", `${bucketArn("default-source")}/in/a.png`],
  ["default", "default-source", "s3:ListBucket", bucketArn("default-source")],
  ["default", "default-output", "s3:GetObject", `${bucketArn("default-output")}/in/a.jpg`],
  ["default", "default-dead-letters", "sqs:ReceiveMessage", queueArn("default-dead-letters")],
  ["queue", "queue-uploads", "sqs:SendMessage", queueArn("queue-uploads")],
  ["queue", "queue-dead-letters", "sqs:SendMessage", queueArn("queue-dead-letters")],
  ["eventbridge", "eventbridge-dead-letters", "sqs:SendMessage", queueArn("eventbridge-dead-letters")],
  ["told", "told-alarm-topic", "sns:Publish", topicArn],
] as const;

for (const [configuration, name, action, resource] of protectedResources) {
  test(`${action} on ${resource} is allowed to this account only, and only over TLS`, async (t) => {
    const asked = { action, resource, ...policy(graphs[configuration], name) };

    const withTls = await decide({ ...asked, ...admin });
    const without = await decide({ ...asked, ...admin, context: { "aws:SecureTransport": "false" } });
    const foreign = await decide({ ...asked, ...stranger });

    t.deepEqual([withTls, without, foreign], ["Allowed", "ExplicitlyDenied", "ImplicitlyDenied"]);
  });
}

interface Sending {
  configuration: keyof typeof graphs;
  queue: string;
  service: string;
  from: string;
}

const rule = `arn:aws:events:${region}:${account}:rule`;

const senders: Sending[] = [
  {
    configuration: "queue",
    queue: "queue-uploads",
    service: "s3.amazonaws.com",
    from: bucketArn("queue-source"),
  },
  {
    configuration: "eventbridge",
    queue: "eventbridge-dead-letters",
    service: "events.amazonaws.com",
    from: `${rule}/eventbridge-upload-events`,
  },
];

for (const { configuration, queue, service, from } of senders) {
  const resource = queueArn(queue);
  const send = (principal: string, context: Record<string, string>, action = "sqs:SendMessage") =>
    decide({ principal, action, resource, context, ...policy(graphs[configuration], queue) });

  test(`${queue} accepts messages of ${service} for ${from}`, async (t) => {
    t.is(await send(service, source(from)), "Allowed");
  });

  const refused = {
    "for another resource": () => send(service, source(`${from}-other`)),
    "for another account": () => send(service, source(from.replace(account, otherAccount), otherAccount)),
    "for nobody": () => send(service, {}),
    "without TLS": () => send(service, { ...source(from), "aws:SecureTransport": "false" }),
    "if it is another service": () => send("sns.amazonaws.com", source(from)),
    "when it receives": () => send(service, source(from), "sqs:ReceiveMessage"),
    "when it changes the queue": () => send(service, source(from), "sqs:SetQueueAttributes"),
  };
  for (const [how, ask] of Object.entries(refused)) {
    test(`${queue} refuses ${service} ${how}`, async (t) => {
      t.not(await ask(), "Allowed");
    });
  }
}

for (const configuration of ["default", "queue"] as const) {
  test(`${configuration}: no service may send to the dead letters by their policy`, async (t) => {
    const name = `${configuration}-dead-letters`;
    const services = ["s3.amazonaws.com", "events.amazonaws.com", "sns.amazonaws.com"];
    const asked = {
      action: "sqs:SendMessage",
      resource: queueArn(name),
      ...policy(graphs[configuration], name),
    };

    const decided = services.map((principal) =>
      decide({ ...asked, principal, context: source(bucketArn(`${configuration}-source`)) }),
    );

    t.false((await Promise.all(decided)).includes("Allowed"));
  });
}

const distribution = `arn:aws:cloudfront::${account}:distribution/E2QWRUHEXAMPLE`;
const cdn = "cloudfront.amazonaws.com";

/** Asks for an object, as CloudFront does for a viewer: it is not documented to send its account. */
function reading(bucket: string, key: string, context: Record<string, string>, principal = cdn) {
  const resource = `${bucketArn(bucket)}/${key}`;
  return decide({ principal, action: "s3:GetObject", resource, context, ...policy(graphs.cdn, bucket) });
}

test("with `cloudFrontAccess` every distribution of the account may read outputs, over TLS", async (t) => {
  const from = { "aws:SourceArn": distribution };

  t.is(await reading("cdn-output", "uploads/a.jpg", from), "Allowed");
  t.is(
    await reading("cdn-output", "uploads/a.jpg", { ...from, "aws:SecureTransport": "false" }),
    "ExplicitlyDenied",
  );
});

test("with `cloudFrontAccess` nobody else may read outputs, and CloudFront neither originals nor the pipeline's files", async (t) => {
  const from = { "aws:SourceArn": distribution };
  const foreign = { "aws:SourceArn": distribution.replace(account, otherAccount) };
  const alike = { "aws:SourceArn": `arn:aws:cloudfront::${account}:streaming-distribution/E2` };

  t.is(await reading("cdn-output", "a.jpg", foreign), "ImplicitlyDenied");
  t.is(await reading("cdn-output", "a.jpg", alike), "ImplicitlyDenied");
  t.is(await reading("cdn-output", "a.jpg", {}), "ImplicitlyDenied");
  t.is(await reading("cdn-output", "a.jpg", from, "sns.amazonaws.com"), "ImplicitlyDenied");
  t.is(await reading("cdn-source", "a.png", from), "ImplicitlyDenied");
  t.is(await reading("cdn-output", ".image-compression-pipeline/a.json", from), "ExplicitlyDenied");
});

test("CloudFront may not write, delete or list, whatever the distribution", async (t) => {
  const output = bucketArn("cdn-output");
  const asked = { principal: cdn, context: { "aws:SourceArn": distribution } };
  const calls: [string, string][] = [
    ["s3:PutObject", `${output}/a.jpg`],
    ["s3:DeleteObject", `${output}/a.jpg`],
    ["s3:GetObjectVersion", `${output}/a.jpg`],
    ["s3:ListBucket", output],
  ];

  for (const [action, resource] of calls) {
    const decision = await decide({ ...asked, action, resource, ...policy(graphs.cdn, "cdn-output") });
    t.is(decision, "ImplicitlyDenied", action);
  }
});

/** Any alarm of the account, since users' own alarms may notify the same topic. */
const alarm = `arn:aws:cloudwatch:${region}:${account}:alarm:somebodys`;
const cloudWatch = "cloudwatch.amazonaws.com";

test("the topic accepts notices of this account's alarms in its region", async (t) => {
  const { resourcePolicy } = policy(graphs.told, "told-alarm-topic");
  const publish = (principal: string, context: Record<string, string>) =>
    decide({ principal, action: "sns:Publish", resource: topicArn, context, resourcePolicy });

  t.is(await publish(cloudWatch, source(alarm)), "Allowed");
  t.not(await publish(cloudWatch, source(alarm.replace(account, otherAccount), otherAccount)), "Allowed");
  t.not(await publish(cloudWatch, source(alarm.replace(region, "us-east-1"))), "Allowed");
  t.not(await publish(cloudWatch, {}), "Allowed");
  t.not(await publish(cloudWatch, { ...source(alarm), "aws:SecureTransport": "false" }), "Allowed");
  t.not(await publish("events.amazonaws.com", source(alarm)), "Allowed");
});

for (const action of ["kms:GenerateDataKey", "kms:Decrypt"]) {
  test(`the topic's key lets alarms of this account do ${action}, and leaves it to this account's policies`, async (t) => {
    const resourcePolicy = json(graphs.told, "told-alarm-key", "policy");
    const use = (principal: string, context: Record<string, string>) =>
      decide({ principal, action, resource: keyArn, context, resourcePolicy });

    t.is(await use(cloudWatch, source(alarm)), "Allowed");
    t.not(await use(cloudWatch, source(alarm, otherAccount)), "Allowed");
    t.not(await use(cloudWatch, source(alarm.replace(region, "us-east-1"))), "Allowed");
    t.not(await use(cloudWatch, source(alarm.replace("cloudwatch", "events"))), "Allowed");
    t.not(await use("sns.amazonaws.com", source(alarm)), "Allowed");
    t.is(await decide({ ...admin, action, resource: keyArn, resourcePolicy }), "Allowed");
    t.not(await decide({ ...stranger, action, resource: keyArn, resourcePolicy }), "Allowed");
  });
}
