import type { Expression, Operator } from "./expression.ts";
import type { Range, Series } from "./metric-store.ts";

type Value = number | Series | Series[];

/** Resolves the ids in an expression. */
export interface Scope {
  /** Returns `undefined` for an unknown id. */
  find(id: string): { series: Series; range: Range } | undefined;
  /** Returns all metrics of the request, for `METRICS()`. */
  metrics(): Series[];
}

type Call = (parameters: Expression[], scope: Scope) => Value;

/** The functions of metric math known to the local run. */
const functions: Record<string, Call> = {
  FILL: fill,
  IF: choose,
  MAX: (parameters, scope) => aggregate(parameters, scope, (values) => Math.max(...values)),
  METRICS: (_, scope) => scope.metrics(),
  MIN: (parameters, scope) => aggregate(parameters, scope, (values) => Math.min(...values)),
  PERIOD: ([id], scope) => found(id, scope).range.periodSeconds,
  SUM: (parameters, scope) =>
    aggregate(parameters, scope, (values) => values.reduce((sum, value) => sum + value, 0)),
};

export const functionNames = Object.keys(functions);

const operations: Record<Operator, (a: number, b: number) => number> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
};

const parameterCounts: Partial<Record<string, number>> = { FILL: 2, IF: 3, METRICS: 0 };

/**
 * Checks that the local run knows all functions of an expression.
 *
 * @throws {Error} Names the function.
 */
export function checkFunctions(expression: Expression): void {
  if (expression.kind === "operation") [expression.left, expression.right].forEach(checkFunctions);
  if (expression.kind === "list") expression.items.forEach(checkFunctions);
  if (expression.kind !== "call") return;
  const { name, parameters } = expression;
  if (!Object.hasOwn(functions, name))
    throw new Error(`The local run does not know the function ${name} of metric math`);
  const wanted = parameterCounts[name] ?? 1;
  if (parameters.length !== wanted)
    throw new Error(`${name} of metric math takes ${wanted} parameters here; received ${parameters.length}`);
  if (["FILL", "PERIOD"].includes(name) && parameters[0]?.kind !== "id")
    throw new Error(`The local run knows ${name} of metric math only for an id`);
  parameters.forEach(checkFunctions);
}

/** @throws {Error} When the result is not a time series, the only kind CloudWatch can show. */
export function evaluateExpression(expression: Expression, scope: Scope): Series {
  const value = evaluate(expression, scope);
  if (value instanceof Map) return value;
  throw new Error("An expression must be one time series in the end, not a number or a list");
}

function evaluate(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case "number":
      return expression.value;
    case "id":
      return found(expression, scope).series;
    case "list":
      return expression.items.map((item) => single(item, scope)).filter((item) => item instanceof Map);
    case "call":
      return functions[expression.name]?.(expression.parameters, scope) ?? 0;
    case "operation": {
      const { operator, left, right } = expression;
      return combine(operations[operator], single(left, scope), single(right, scope));
    }
  }
}

function single(expression: Expression | undefined, scope: Scope): number | Series {
  const value = expression === undefined ? 0 : evaluate(expression, scope);
  if (!Array.isArray(value)) return value;
  throw new Error("A list of metrics can only be summed up here: with SUM, MIN or MAX");
}

function found(expression: Expression | undefined, scope: Scope): { series: Series; range: Range } {
  const name = expression?.kind === "id" ? expression.name : "";
  const metric = scope.find(name);
  if (metric === undefined)
    throw new Error(`The expression names ${name || "something"} where an id has to be`);
  return metric;
}

/** Combines the times at which both have a value. CloudWatch leaves out divisions by zero. */
function combine(
  operate: (a: number, b: number) => number,
  a: number | Series,
  b: number | Series,
): number | Series {
  if (typeof a === "number" && typeof b === "number") return operate(a, b);
  return mapTimes(timesOf([a, b]), (time) => {
    const [left, right] = [at(a, time), at(b, time)];
    return left === undefined || right === undefined ? undefined : operate(left, right);
  });
}

/** A missing value counts as 0 where the condition holds and is left out elsewhere, as CloudWatch documents. */
function choose([condition, yes, no]: Expression[], scope: Scope): Value {
  const values = [condition, yes, no].map((expression) => single(expression, scope));
  const [test = 0, then = 0, otherwise = 0] = values;
  if (typeof test === "number") return test === 0 ? otherwise : then;
  return mapTimes([...test.keys()], (time) =>
    at(test, time) === 0 ? at(otherwise, time) : (at(then, time) ?? 0),
  );
}

function fill([id, filler]: Expression[], scope: Scope): Value {
  const { series, range } = found(id, scope);
  const value = single(filler, scope);
  if (typeof value !== "number") throw new Error("The local run fills only with a number");
  return new Map(periodsOf(range).map((time) => [time, series.get(time) ?? value]));
}

/** Reduces a list to one series, over those with a value at each time, and one series to a number. */
function aggregate([parameter]: Expression[], scope: Scope, reduce: (values: number[]) => number): Value {
  const value = parameter === undefined ? 0 : evaluate(parameter, scope);
  if (typeof value === "number") return value;
  if (value instanceof Map) return value.size === 0 ? 0 : reduce([...value.values()]);
  return mapTimes(timesOf(value), (time) => reduce(value.flatMap((series) => series.get(time) ?? [])));
}

function at(value: number | Series, time: number): number | undefined {
  return typeof value === "number" ? value : value.get(time);
}

function timesOf(values: (number | Series)[]): number[] {
  const times = values.flatMap((value) => (typeof value === "number" ? [] : [...value.keys()]));
  return [...new Set(times)].sort((a, b) => a - b);
}

function mapTimes(times: number[], valueAt: (time: number) => number | undefined): Series {
  const entries = times.map((time): [number, number] => [time, valueAt(time) ?? Number.NaN]);
  return new Map(entries.filter(([, value]) => Number.isFinite(value)));
}

/** Returns the first millisecond of each period. */
export function periodsOf({ start, end, periodSeconds }: Range): number[] {
  const step = periodSeconds * 1000;
  return Array.from(
    { length: Math.max(0, Math.ceil((end - start) / step)) },
    (_, index) => start + index * step,
  );
}
