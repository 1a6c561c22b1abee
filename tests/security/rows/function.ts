import { find } from "../../helpers/graph/graph.ts";
import { keyArn } from "../configurations.ts";
import { all, compressor, hasKey, isQueued, queueArn, queues, type Row, type Subject } from "./row.ts";

/** Rows 16–19, 23 and 25–28: the function, its events and its log. */
export const functionRows: Row[] = [
  {
    number: 16,
    check: "what failed to the end is kept for 14 days, whoever gave up",
    identifiers: "CKV_AWS_116",
    holds: (t, subject) => {
      const deadLetters = `${subject.name}-dead-letters`;
      const [target] = all(subject, "cloudwatch/eventTarget:EventTarget");
      const givingUp = {
        lambda: compressor(subject).deadLetterConfig,
        sqs: isQueued(subject) ? redrivePolicy(subject) : undefined,
        eventBridge: target?.inputs.deadLetterConfig,
      };
      t.is(find(subject.graph, deadLetters).inputs.messageRetentionSeconds, 14 * 24 * 60 * 60);
      t.deepEqual(givingUp, {
        lambda: { targetArn: queueArn(deadLetters) },
        sqs: isQueued(subject)
          ? { deadLetterTargetArn: queueArn(deadLetters), maxReceiveCount: 5 }
          : undefined,
        eventBridge: subject.name === "eventbridge" ? { arn: queueArn(deadLetters) } : undefined,
      });
    },
  },
  {
    number: 17,
    check: "the function is traced",
    identifiers: "CKV_AWS_50, Lambda.7",
    holds: (t, subject) => t.deepEqual(compressor(subject).tracingConfig, { mode: "Active" }),
  },
  {
    number: 18,
    check: "the environment holds names and numbers only",
    identifiers: "CKV_AWS_45",
    holds: (t, subject) => {
      const { variables } = compressor(subject).environment as { variables: object };
      const names = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "PIPELINE_SETTINGS"];
      t.deepEqual(Object.keys(variables).sort(), names);
      t.notRegex(JSON.stringify(variables), /secret|password|token|AKIA/i);
    },
  },
  {
    number: 19,
    check: "the customer's key encrypts the environment, where there is one",
    identifiers: "CKV_AWS_173",
    holds: (t, subject) => t.is(compressor(subject).kmsKeyArn, hasKey(subject) ? keyArn : undefined),
  },
  {
    number: 23,
    check: "the runtime is supported",
    identifiers: "CKV_AWS_363, Lambda.2",
    holds: (t, subject) => t.is(compressor(subject).runtime, "nodejs24.x"),
  },
  {
    number: 25,
    check: "the function has no URL",
    identifiers: "CKV_AWS_258, CKV2_AWS_75",
    holds: (t, subject) => t.deepEqual(all(subject, "lambda/functionUrl:FunctionUrl"), []),
  },
  {
    number: 26,
    check: "the function logs to a group that forgets after 30 days",
    identifiers: "CKV_AWS_66, 338",
    holds: (t, subject) => {
      const name = `${subject.name}-compressor-logs`;
      t.like(compressor(subject).loggingConfig, { logGroup: name });
      t.is(find(subject.graph, name).inputs.retentionInDays, 30);
    },
  },
  {
    number: 27,
    check: "the customer's key encrypts the log group, where there is one",
    identifiers: "CKV_AWS_158",
    holds: (t, subject) => {
      const { kmsKeyId } = find(subject.graph, `${subject.name}-compressor-logs`).inputs;
      t.is(kmsKeyId, hasKey(subject) ? keyArn : undefined);
    },
  },
  {
    number: 28,
    check: "every queue is encrypted, and SQS moves only uploads to the dead letters",
    identifiers: "CKV_AWS_27, 168, SQS.1",
    holds: (t, subject) => {
      const encryption = hasKey(subject) ? { kmsMasterKeyId: keyArn } : { sqsManagedSseEnabled: true };
      const names = queues(subject).map(({ name }) => name.replace(`${subject.name}-`, ""));
      t.deepEqual(names.sort(), isQueued(subject) ? ["dead-letters", "uploads"] : ["dead-letters"]);
      for (const { inputs } of queues(subject)) t.like(inputs, encryption);
      const allowing = all(subject, "sqs/redriveAllowPolicy:RedriveAllowPolicy").map(({ inputs }) =>
        JSON.parse(String(inputs.redriveAllowPolicy)),
      );
      const uploads = {
        redrivePermission: "byQueue",
        sourceQueueArns: [queueArn(`${subject.name}-uploads`)],
      };
      t.deepEqual(allowing, isQueued(subject) ? [uploads] : []);
    },
  },
];

function redrivePolicy(subject: Subject): unknown {
  return JSON.parse(String(find(subject.graph, `${subject.name}-uploads`).inputs.redrivePolicy));
}
