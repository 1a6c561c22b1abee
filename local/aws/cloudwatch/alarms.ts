import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "../data/database.ts";
import type { AlarmDefinition } from "./alarm-definitions.ts";
import { type Evaluation, evaluateAlarm } from "./alarm-evaluation.ts";
import { AlarmStates, type AlarmStatus } from "./alarm-states.ts";
import type { MetricStore } from "./metric-store.ts";
import type { AlarmView } from "./view.ts";

/** The stack's alarms, with their states on disk. */
export interface Alarms {
  /** Evaluates the alarms up to the current minute, and returns them. */
  read(): AlarmView[];
}

const minuteMs = 60_000;

/** Limits how many missed minutes are evaluated later: older ones change little. */
const maxMissedMinutes = 60;

/** @throws {Error} When a composite alarm names an unknown alarm or, directly or through others, itself. */
export function createAlarms(
  definitions: AlarmDefinition[],
  store: Pick<MetricStore, "read">,
  database: DatabaseSync,
  now: () => number,
): Alarms {
  const inOrder = ordered(definitions);
  const states = new AlarmStates(database);
  const evaluateMinute = (minuteEnd: number) => {
    for (const definition of inOrder) {
      states.set(definition.name, evaluate(definition, store, states, minuteEnd), minuteEnd);
    }
  };

  return {
    read: () => {
      const minute = Math.floor(now() / minuteMs);
      const first = Math.max((states.lastMinute() ?? minute - 1) + 1, minute - maxMissedMinutes);
      if (first <= minute) {
        inTransaction(database, () => {
          for (let each = first; each <= minute; each += 1) evaluateMinute(each * minuteMs);
          states.setLastMinute(minute);
        });
      }
      return definitions.map((definition) => {
        const { name, description } = definition;
        const { state, reason, since } = states.get(name) ?? fresh(now());
        return { name, description, state, reason, since, isComposite: "rule" in definition };
      });
    },
  };
}

function evaluate(
  definition: AlarmDefinition,
  store: Pick<MetricStore, "read">,
  states: AlarmStates,
  minuteEnd: number,
): Evaluation {
  if (!("rule" in definition)) return evaluateAlarm(definition, store, minuteEnd);
  const stateOf = (name: string) => states.get(name)?.state ?? "INSUFFICIENT_DATA";
  const inAlarm = definition.rule.alarms.filter((name) => stateOf(name) === "ALARM");
  const reason = `In ALARM ${inAlarm.length === 1 ? "is" : "are"} ${inAlarm.join(", ") || "none"} of its alarms.`;
  return { state: definition.rule.holds(stateOf) ? "ALARM" : "OK", reason };
}

function fresh(since: number): AlarmStatus {
  return { state: "INSUFFICIENT_DATA", reason: "Not evaluated yet.", since };
}

/** Sorts the alarms: each comes after those in its rule. */
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
