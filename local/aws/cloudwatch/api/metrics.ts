import { type Input, readOptionalText } from "../../endpoint/input.ts";
import type { Metric, MetricStore } from "../metric-store.ts";
import { type DimensionInput, readDimensions, refuseOptions } from "./input.ts";
import { readPage } from "./pages.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html */
const pageSize = 500;

const hourMs = 60 * 60 * 1000;
const listedMs = 14 * 24 * hourMs;

export function listMetrics(input: Input, store: Pick<MetricStore, "list">, now: number): object {
  refuseOptions(input, "ListMetrics", ["IncludeLinkedAccounts", "OwningAccount"]);
  const namespace = readOptionalText(input, "Namespace");
  const name = readOptionalText(input, "MetricName");
  const dimensions = readDimensions(input);
  const age = readOptionalText(input, "RecentlyActive") === undefined ? listedMs : 3 * hourMs;
  const found = store
    .list(now - age)
    .filter((metric) => namespace === undefined || metric.namespace === namespace)
    .filter((metric) => name === undefined || metric.name === name)
    .filter((metric) => dimensions.every((dimension) => hasDimension(metric, dimension)));
  const { items, NextToken } = readPage(input, found, pageSize);
  return { Metrics: items.map(described), ...(NextToken && { NextToken }) };
}

function hasDimension({ dimensions }: Metric, { Name, Value }: DimensionInput): boolean {
  const value = dimensions[Name];
  return value !== undefined && (Value === undefined || Value === value);
}

function described({ namespace, name, dimensions }: Metric): object {
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  return { Namespace: namespace, MetricName: name, Dimensions };
}
