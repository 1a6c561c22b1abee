import type { Answer } from "../../endpoint/answer.ts";
import { type Input, readInput } from "../../endpoint/input.ts";
import { isQuery, jsonRefusal, queryRefusal, readTarget } from "../../endpoint/refusals.ts";
import { accessDenied, notImplemented, type Service } from "../../endpoint/service.ts";
import type { MetricStore } from "../metric-store.ts";
import { getMetricData } from "./metric-data.ts";
import { listMetrics } from "./metrics.ts";

const errorNames = {
  namespace: "com.amazonaws.cloudwatch",
  json: {
    InvalidParameterCombination: "InvalidParameterCombinationException",
    InvalidParameterValue: "InvalidParameterValueException",
    MissingParameter: "MissingRequiredParameterException",
  },
};

const oldProtocol = notImplemented("The query protocol of CloudWatch, which older aws clients speak,");

type Call = (input: Input, store: Pick<MetricStore, "read" | "list">, now: number) => object;

/** Only the calls `report` makes. */
const calls = new Map<string, Call>([
  ["GetMetricData", getMetricData],
  ["ListMetrics", listMetrics],
]);

export const callNames = [...calls.keys()];

/** Answers CloudWatch's JSON protocol with the run's metrics. */
export function createCloudWatch(
  metrics: () => Pick<MetricStore, "read" | "list">,
  now: () => number,
): Service {
  return {
    answer: (call): Answer => {
      if (isQuery(call)) throw oldProtocol;
      const name = readTarget(call, "GraniteServiceVersion20100801");
      const work = calls.get(name);
      if (work === undefined) throw notImplemented(name);
      const input = readInput(call.body);
      // These actions take no resources.
      if (!call.mayCall(`cloudwatch:${name}`, "*")) throw accessDenied(`cloudwatch:${name}`, "*");
      const body = JSON.stringify(work(input, metrics(), now()));
      return { status: 200, headers: { "content-type": "application/x-amz-json-1.0" }, body };
    },

    refuse: (error) => (error === oldProtocol ? queryRefusal(error) : jsonRefusal(error, errorNames)),
  };
}
