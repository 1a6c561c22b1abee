import type { ExecutionContext } from "ava";
import { account, type Graph, type Registered, region } from "../../helpers/graph/graph.ts";
import type { Configuration } from "../configurations.ts";

/** A configuration and its registered resources. */
export interface Subject {
  name: Configuration;
  graph: Graph;
}

/** A check of every configuration. */
export interface Row {
  number: number;
  check: string;
  /** Identifiers of Checkov, and of AWS Foundational Security Best Practices. */
  identifiers: string;
  holds(t: ExecutionContext, subject: Subject): void;
}

export interface Statement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: unknown;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}

/** Lists the resources of a type such as `s3/bucket:Bucket`. */
export function all({ graph }: Subject, type: string): Registered[] {
  return graph.resources.filter((resource) => resource.type === `aws:${type}`);
}

/** Finds the only resource of a type whose `input` is this. */
export function about(
  subject: Subject,
  type: string,
  input: string,
  value: unknown,
): Record<string, unknown> {
  const found = all(subject, type).filter(({ inputs }) => inputs[input] === value);
  if (found.length !== 1)
    throw new Error(`${subject.name} has ${found.length} ${type} whose ${input} is ${value}`);
  return found[0]?.inputs ?? {};
}

/** Lists the names of the pipeline's own buckets: the mocks name a bucket as its resource. */
export function buckets(subject: Subject): string[] {
  return all(subject, "s3/bucket:Bucket").map(({ name }) => name);
}

export function queues(subject: Subject): Registered[] {
  return all(subject, "sqs/queue:Queue");
}

export function topics(subject: Subject): Registered[] {
  return all(subject, "sns/topic:Topic");
}

export function topicArn({ name }: Subject): string {
  return `arn:aws:sns:${region}:${account}:${name}-alarm-topic`;
}

export function queueUrl(name: string): string {
  return `https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

export function compressor(subject: Subject): Record<string, unknown> {
  const [found, ...others] = all(subject, "lambda/function:Function");
  if (found === undefined || others.length > 0) throw new Error(`${subject.name} has not one function`);
  return found.inputs;
}

export function statementsOf(policy: unknown): Statement[] {
  return (JSON.parse(String(policy)) as { Statement: Statement[] }).Statement;
}

export function hasKey({ name }: Subject): boolean {
  return name === "key";
}

/** Returns true if uploads wait in a queue, from which Lambda receives by the function's role. */
export function isQueued({ name }: Subject): boolean {
  return name === "queue" || name === "key";
}
