import { parseArgs } from "node:util";
import { soakPatienceMs } from "./until-idle.ts";

const ingestions = ["direct", "queue", "eventbridge"] as const;

export interface ChaosOptions {
  seconds: number;
  /** At least this many uploads and deletes happen, however long they take, and one function is killed. */
  changes: number;
  seed: number;
  ingestion: (typeof ingestions)[number];
  keys: number;
  groupKills: number;
  /** The share of spoilt answers between function and store, from 0 to 1. */
  faultRate: number;
  /** Longest wait for pending events at the end, in milliseconds. */
  patienceMs: number;
}

/** @throws {Error} When an argument is invalid. */
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
