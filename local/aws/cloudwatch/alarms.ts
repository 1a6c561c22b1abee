import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import type { AlarmDefinition } from "./alarm-definitions.ts";
import { type Evaluation, evaluateAlarm } from "./alarm-evaluation.ts";
import type { MetricStore } from "./metric-store.ts";
import type { AlarmState, AlarmView } from "./view.ts";

/** The alarms of the stack, whose states are kept on disk. */
export interface Alarms {
  /** As they are now. */
  read(): AlarmView[];
}

interface Kept {
  state: AlarmState;
  reason: string;
  since: number;
}

const minuteMs = 60_000;

/** Minutes that nobody looked at are evaluated later, but no more than this: what was before changes little. */
const mostMinutes = 60;

const schema = `
  CREATE TABLE IF NOT EXISTS alarm_states (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, reason TEXT NOT NULL, since INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS alarm_evaluation (id INTEGER PRIMARY KEY CHECK (id = 1), minute INTEGER NOT NULL) STRICT;
`;

/** @throws {Error} When a composite alarm names an alarm that there is not, or in the end itself. */
export function createAlarms(
  definitions: AlarmDefinition[],
  store: Pick<MetricStore, "read">,
  database: DatabaseSync,
  now: () => number,
): Alarms {
  database.exec(schema);
  const inOrder = ordered(definitions);
  const kept = readStates(database);
  const keep = database.prepare("INSERT OR REPLACE INTO alarm_states VALUES (?, ?, ?, ?)");
  const done = database.prepare("INSERT OR REPLACE INTO alarm_evaluation VALUES (1, ?)");

  const stateOf = (name: string) => kept.get(name)?.state ?? "INSUFFICIENT_DATA";
  const evaluate = (definition: AlarmDefinition, end: number): Evaluation => {
    if (!("rule" in definition)) return evaluateAlarm(definition, store, end);
    const holds = definition.rule.holds(stateOf);
    const inAlarm = definition.rule.alarms.filter((name) => stateOf(name) === "ALARM");
    const reason = `In ALARM ${inAlarm.length === 1 ? "is" : "are"} ${inAlarm.join(", ") || "none"} of its alarms.`;
    return { state: holds ? "ALARM" : "OK", reason };
  };
  const evaluateMinute = (end: number) => {
    for (const definition of inOrder) {
      const { name } = definition;
      const known = kept.get(name);
      const { state = known?.state ?? "INSUFFICIENT_DATA", reason } = evaluate(definition, end);
      if (known?.state === state) continue;
      kept.set(name, { state, reason, since: end });
      keep.run(name, state, reason, end);
    }
  };
  const catchUp = () => {
    const end = Math.floor(now() / minuteMs);
    const last = database.prepare("SELECT minute FROM alarm_evaluation").get()?.minute;
    const first = Math.max(last === undefined ? end : Number(last) + 1, end - mostMinutes);
    if (first > end) return;
    inTransaction(database, () => {
      for (let minute = first; minute <= end; minute += 1) evaluateMinute(minute * minuteMs);
      done.run(end);
    });
  };

  return {
    read: () => {
      catchUp();
      return definitions.map((definition) => {
        const { name, description } = definition;
        const { state, reason, since } = kept.get(name) ?? fresh(now());
        return { name, description, state, reason, since, isComposite: "rule" in definition };
      });
    },
  };
}

function fresh(since: number): Kept {
  return { state: "INSUFFICIENT_DATA", reason: "Not evaluated yet.", since };
}

function readStates(database: DatabaseSync): Map<string, Kept> {
  const rows = database.prepare("SELECT * FROM alarm_states").all();
  return new Map(
    rows.map(({ name, state, reason, since }) => [
      String(name),
      { state: state as AlarmState, reason: String(reason), since: Number(since) },
    ]),
  );
}

/** Each alarm after those that its rule names. */
function ordered(definitions: AlarmDefinition[]): AlarmDefinition[] {
  const placed = new Map<string, AlarmDefinition>();
  const place = (definition: AlarmDefinition, above: string[]) => {
    const { name } = definition;
    if (above.includes(name)) throw new Error(`The rule of the alarm ${name} leads back to itself`);
    for (const below of "rule" in definition ? definition.rule.alarms : []) {
      const found = definitions.find((one) => one.name === below);
      if (found === undefined)
        throw new Error(`The rule of the alarm ${name} names ${below}, which there is not`);
      place(found, [...above, name]);
    }
    placed.set(name, definition);
  };
  for (const definition of definitions) place(definition, []);
  return [...placed.values()];
}
