import { parseArgs } from "node:util";
import { soakPatienceMs } from "./settled.ts";

const ingestions = ["direct", "queue", "eventbridge"] as const;

export interface ChaosOptions {
  seconds: number;
  /** How many uploads and deletes there are at least, beside one killed function, however long they take. */
  changes: number;
  seed: number;
  ingestion: (typeof ingestions)[number];
  keys: number;
  groupKills: number;
  /** How many answers between function and store are spoilt, from 0 to 1. */
  faultRate: number;
  /** How long events may be pending in the end, in milliseconds. */
  patienceMs: number;
}

/** @throws {Error} When an argument cannot be used. */
export function readChaosOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      seconds: { type: "string", default: "120" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      ingestion: { type: "string", default: "direct" },
      faults: { type: "string", default: "0.05" },
    },
  });
  const ingestion = ingestions.find((way) => way === values.ingestion);
  if (ingestion === undefined) {
    throw new Error(`--ingestion must be one of ${ingestions.join(", ")}; received ${values.ingestion}`);
  }
  return {
    seconds: positive("--seconds", values.seconds),
    seed: positive("--seed", values.seed),
    ingestion,
    changes: 0,
    keys: 500,
    groupKills: 10,
    faultRate: positive("--faults", values.faults),
    patienceMs: soakPatienceMs,
  };
}

export function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`${name} must be a number above 0; received ${JSON.stringify(text)}`);
  return value;
}
