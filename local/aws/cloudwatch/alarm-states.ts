import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Evaluation } from "./alarm-evaluation.ts";
import type { AlarmState } from "./view.ts";

export interface AlarmStatus {
  state: AlarmState;
  reason: string;
  /** Milliseconds since the epoch. */
  since: number;
}

const schema = `
  CREATE TABLE IF NOT EXISTS alarm_states (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS alarm_evaluation (id INTEGER PRIMARY KEY CHECK (id = 1), minute INTEGER NOT NULL) STRICT;
`;

/** Keeps on disk the states of alarms and the last minute evaluated. */
export class AlarmStates {
  readonly #states: Map<string, AlarmStatus>;
  readonly #saveState: StatementSync;
  readonly #selectMinute: StatementSync;
  readonly #saveMinute: StatementSync;

  constructor(database: DatabaseSync) {
    database.exec(schema);
    this.#states = readStates(database);
    this.#saveState = database.prepare("INSERT OR REPLACE INTO alarm_states VALUES (?, ?, ?, ?)");
    this.#selectMinute = database.prepare("SELECT minute FROM alarm_evaluation");
    this.#saveMinute = database.prepare("INSERT OR REPLACE INTO alarm_evaluation VALUES (1, ?)");
  }

  get(name: string): AlarmStatus | undefined {
    return this.#states.get(name);
  }

  /** Saves the outcome of an evaluation when it changes the alarm's state. */
  set(name: string, { state: found, reason }: Evaluation, time: number): void {
    const known = this.#states.get(name)?.state;
    const state = found ?? known ?? "INSUFFICIENT_DATA";
    if (known === state) return;
    this.#states.set(name, { state, reason, since: time });
    this.#saveState.run(name, state, reason, time);
  }

  /** Returns minutes since the epoch; `undefined` before the first evaluation. */
  lastMinute(): number | undefined {
    const minute = this.#selectMinute.get()?.minute;
    return minute === undefined ? undefined : Number(minute);
  }

  setLastMinute(minute: number): void {
    this.#saveMinute.run(minute);
  }
}

function readStates(database: DatabaseSync): Map<string, AlarmStatus> {
  const rows = database.prepare("SELECT * FROM alarm_states").all();
  return new Map(
    rows.map(({ name, state, reason, since }) => [
      String(name),
      { state: state as AlarmState, reason: String(reason), since: Number(since) },
    ]),
  );
}
