import type { DatabaseSync } from "node:sqlite";
import type { MetricName } from "../../contract/metrics.ts";
import type { Outcome } from "../../contract/outcome.ts";
import { readFields } from "../aws/cloudwatch/embedded-metrics.ts";
import { inTransaction } from "../aws/data/database.ts";

/** Counts looks at a source by their result; each look has one, so together they are all looks. */
export type LookCounts = Record<Result, number>;

type Result = (typeof results)[number];

/** A look counts as the first of these that any of its renditions had. */
const results = ["failed", "rejected", "compressed", "unchanged", "gone"] as const;

const resultOf: Record<Outcome["outcome"], Result> = {
  compressed: "compressed",
  unchanged: "unchanged",
  rejected: "rejected",
  stale: "gone",
  deleted: "gone",
  absent: "gone",
};

/** Counts looks from the log: lines of the function, and those of Lambda about failed tries. */
export interface Looks {
  record(line: string): void;
  /** Counts since the data folder was created. */
  counts(): LookCounts;
}

/** Remembers this many looks, to count renditions of one once. Lines of a look follow each other within milliseconds. */
const remembered = 1000;

const schema = `
  CREATE TABLE IF NOT EXISTS look_counts (result TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
`;

export function createLooks(database: DatabaseSync): Looks {
  database.exec(schema);
  const add = database.prepare(
    "INSERT INTO look_counts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET count = count + ?2",
  );
  const counts = database.prepare("SELECT result, count FROM look_counts");
  const recent = new Map<string, Result>();
  const told = new Set<string>();

  const countLook = (look: string, result: Result) => {
    const before = recent.get(look);
    if (before !== undefined && results.indexOf(before) <= results.indexOf(result)) return;
    remember(recent, look, result);
    inTransaction(database, () => {
      if (before !== undefined) add.run(before, -1);
      add.run(result, 1);
    });
  };

  return {
    record: (line) => {
      const fields = readFields(line);
      const { message, requestId } = fields;
      if (isCountedFailure(fields)) {
        told.add(String(requestId));
        add.run("failed", 1);
      } else if (isFailedTry(fields)) {
        // The function may have told of this try itself.
        if (!told.delete(String(requestId))) add.run("failed", 1);
      } else if (Object.hasOwn(resultOf, String(message))) {
        const { key, timestamp } = fields;
        countLook(JSON.stringify([requestId, key, timestamp]), resultOf[message as Outcome["outcome"]]);
      }
    },
    counts: () => {
      const none = results.map((result) => [result, 0]);
      const found = counts.all().map(({ result, count }) => [result, count]);
      return Object.fromEntries([...none, ...found]);
    },
  };
}

const failedMetric: MetricName = "Failed";

/** A dead letter that could not be written is told as a failure too, but counts none. */
function isCountedFailure(fields: Record<string, unknown>): boolean {
  return fields.message === "failed" && failedMetric in fields;
}

/** Lambda writes such a line for every failed try, whoever ended it. */
function isFailedTry({ level, message, errorType }: Record<string, unknown>): boolean {
  return level === "ERROR" && message === undefined && errorType !== undefined;
}

function remember(recent: Map<string, Result>, look: string, result: Result): void {
  recent.set(look, result);
  for (const [oldest] of recent) {
    if (recent.size <= remembered) return;
    recent.delete(oldest);
  }
}
