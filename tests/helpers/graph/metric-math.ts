import { answerQueries, expressionQuery, metricQuery } from "../../../local/aws/cloudwatch/queries.ts";

/** A metric by its id, or an expression. */
interface Line {
  id: string;
  expression?: string | undefined;
}

/**
 * Evaluates CloudWatch's metric math, with the local run's implementation, on one period. A metric without a value has no
 * data, and a result without data is `undefined`.
 */
export function computeMetrics(
  lines: Line[],
  values: Record<string, number>,
  periodSeconds = 3600,
): Record<string, number | undefined> {
  const unknown = Object.keys(values).filter((id) => !lines.some((line) => line.id === id));
  if (unknown.length > 0) throw new Error(`There is no metric ${unknown}`);
  const queries = lines.map(({ id, expression }) =>
    expression === undefined
      ? metricQuery(id, { namespace: "", name: id, dimensions: {} }, "Sum", periodSeconds)
      : expressionQuery(id, expression),
  );
  const store = {
    read: ({ name }: { name: string }) => new Map(name in values ? [[0, values[name] ?? 0]] : []),
  };
  const answers = answerQueries(store, queries, { start: 0, end: periodSeconds * 1000 });
  return Object.fromEntries(queries.map(({ id }) => [id, answers.get(id)?.series.get(0)]));
}
