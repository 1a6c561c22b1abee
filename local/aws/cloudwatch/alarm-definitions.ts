import type { Rule } from "./composite-rule.ts";
import type { Judging } from "./judgement.ts";
import type { Query } from "./queries.ts";

interface Alarm {
  name: string;
  description: string;
}

export interface MetricAlarm extends Alarm, Judging {
  queries: Query[];
  /** The id of the query that the alarm is about. */
  watched: string;
  periodSeconds: number;
  threshold: number;
  comparison: Comparison;
  /** With fewer values than this in the evaluation periods the alarm stays as it is. */
  fewestSamples: number;
}

export interface CompositeAlarm extends Alarm {
  rule: Rule;
}

export type AlarmDefinition = MetricAlarm | CompositeAlarm;

export type Comparison = keyof typeof comparisons;

/** CloudWatch's words for a comparison, and the comparison itself. */
export const comparisons = {
  GreaterThanOrEqualToThreshold: {
    words: "greater than or equal to",
    breaches: (a: number, b: number) => a >= b,
  },
  GreaterThanThreshold: { words: "greater than", breaches: (a: number, b: number) => a > b },
  LessThanThreshold: { words: "less than", breaches: (a: number, b: number) => a < b },
  LessThanOrEqualToThreshold: { words: "less than or equal to", breaches: (a: number, b: number) => a <= b },
} as const;
