import type { EventMeasures } from "../lambda/async-events.ts";
import type { LambdaDefinition } from "../lambda/definition.ts";
import type { FunctionRun } from "../lambda/runtime/definition.ts";
import type { Metric } from "./metric-store.ts";

/**
 * CloudWatch Logs bills these per line, beside its bytes:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
const bytesPerLine = 26;

/** Counts for the metrics of Lambda, EventBridge and Logs. */
export interface ServiceMeasures extends EventMeasures {
  ran(run: FunctionRun): void;
  /** Counts an event for the function, matched by a rule of EventBridge. */
  matched(rule: string): void;
  logged(line: string): void;
}

/** @param count - Records one value, dated `agoMs` back. */
export function createServiceMeasures(
  {
    function: { name: FunctionName },
    logGroupName: LogGroupName,
  }: Pick<LambdaDefinition, "function" | "logGroupName">,
  count: (metric: Metric, value: number, agoMs?: number) => void,
): ServiceMeasures {
  const lambda = (metric: string): Metric => {
    return { namespace: "AWS/Lambda", name: metric, dimensions: { FunctionName } };
  };
  const rule = (metric: string, RuleName: string): Metric => {
    return { namespace: "AWS/Events", name: metric, dimensions: { RuleName } };
  };
  const logs = (metric: string): Metric => {
    return { namespace: "AWS/Logs", name: metric, dimensions: { LogGroupName } };
  };
  return {
    ran: ({ milliseconds, outcome, concurrent }) => {
      const values = {
        Invocations: 1,
        Errors: outcome === "failed" ? 1 : 0,
        // An event waits for a free process in the local run, which is no throttle.
        Throttles: 0,
        ...(milliseconds !== undefined && { Duration: Math.round(100 * milliseconds) / 100 }),
        ConcurrentExecutions: concurrent,
      };
      for (const [metric, value] of Object.entries(values)) count(lambda(metric), value, milliseconds);
    },
    received: () => count(lambda("AsyncEventsReceived"), 1),
    dropped: () => count(lambda("AsyncEventsDropped"), 1),
    started: (ageMs) => count(lambda("AsyncEventAge"), ageMs),
    matched: (name) => {
      for (const metric of ["TriggeredRules", "MatchedEvents", "Invocations"]) count(rule(metric, name), 1);
    },
    logged: (line) => {
      count(logs("IncomingBytes"), Buffer.byteLength(line) + bytesPerLine);
      count(logs("IncomingLogEvents"), 1);
    },
  };
}
