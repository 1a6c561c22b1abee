import type { Rule } from "./composite-rule.ts";
import type { Judging } from "./judgement.ts";
import type { Query } from "./queries.ts";

interface Alarm {
  name: string;
  description: string;
}

export interface MetricAlarm extends Alarm, Judging {
  queries: Query[];
  /** Id of the query the alarm compares with its threshold. */
  watched: string;
  periodSeconds: number;
  threshold: number;
  comparison: Comparison;
  /** With fewer values than this in the evaluation periods, the alarm keeps its state. */
  fewestSamples: number;
}

export interface CompositeAlarm extends Alarm {
  rule: Rule;
}

export type AlarmDefinition = MetricAlarm | CompositeAlarm;

export type Comparison = keyof typeof comparisons;

/** Maps CloudWatch's name for a comparison to its wording and its test. */
export const comparisons = {
  GreaterThanOrEqualToThreshold: {
    words: "greater than or equal to",
    breaches: (a: number, b: number) => a >= b,
  },
  GreaterThanThreshold: { words: "greater than", breaches: (a: number, b: number) => a > b },
  LessThanThreshold: { words: "less than", breaches: (a: number, b: number) => a < b },
  LessThanOrEqualToThreshold: { words: "less than or equal to", breaches: (a: number, b: number) => a <= b },
} as const;
