import { type Expression, parseExpression } from "./expression.ts";
import { checkFunctions, evaluateExpression, type Scope } from "./expression-value.ts";
import type { Metric, MetricStore, Range, Series } from "./metric-store.ts";
import { readStatistic } from "./statistic.ts";

/** Asks for a metric's value in each period, or for an expression over other queries of the request. */
export type Query = { id: string } & (Reading | { expression: Expression });

interface Reading {
  metric: Metric;
  statistic: string;
  periodSeconds: number;
}

interface Answer {
  series: Series;
  range: Range;
}

/** @throws {Error} Names the unsupported part of the expression. */
export function expressionQuery(id: string, text: string): Query {
  const expression = parseExpression(text);
  checkFunctions(expression);
  return { id, expression };
}

/** @throws {Error} When the statistic is unknown. */
export function metricQuery(id: string, metric: Metric, statistic: string, periodSeconds: number): Query {
  readStatistic(statistic);
  return { id, metric, statistic, periodSeconds };
}

/**
 * Answers queries, which may name each other, by their ids.
 *
 * @param limits The range in milliseconds since the epoch; the first period begins at its start.
 * @throws {Error} When an expression names an unknown id, or itself.
 */
export function answerQueries(
  store: Pick<MetricStore, "read">,
  queries: Query[],
  limits: { start: number; end: number },
): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  const underWay = new Set<string>();

  const answer = (query: Query): Answer => {
    const known = answers.get(query.id);
    if (known !== undefined) return known;
    if (underWay.has(query.id)) throw new Error(`The expression ${query.id} names itself`);
    underWay.add(query.id);
    const made = "metric" in query ? read(query) : evaluated(query.expression);
    answers.set(query.id, made);
    return made;
  };
  const read = ({ metric, statistic, periodSeconds }: Reading): Answer => {
    const range = { ...limits, periodSeconds };
    return { series: store.read(metric, statistic, range), range };
  };
  const evaluated = (expression: Expression): Answer => {
    const used: Answer[] = [];
    const use = (query: Query) => {
      const made = answer(query);
      used.push(made);
      return made;
    };
    const scope: Scope = {
      find: (id) => queries.filter((query) => query.id === id).map(use)[0],
      metrics: () => queries.filter((query) => "metric" in query).map((query) => use(query).series),
    };
    const series = evaluateExpression(expression, scope);
    const periodSeconds = Math.max(60, ...used.map(({ range }) => range.periodSeconds));
    return { series, range: { ...limits, periodSeconds } };
  };

  for (const query of queries) answer(query);
  return answers;
}
