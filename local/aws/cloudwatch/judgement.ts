import type { AlarmState } from "./view.ts";

export interface Judging {
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missing: "missing" | "ignore" | "breaching" | "notBreaching";
}

/**
 * Returns how many periods CloudWatch retrieves, to make up for recent ones without a value. It documents five
 * for three evaluation periods, which this gives; otherwise only that there are more than evaluation periods.
 */
export function evaluationRange({ evaluationPeriods }: Judging): number {
  return evaluationPeriods + 2;
}

/**
 * Returns the state for a series of values, by CloudWatch's text and tables:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param breaching - One entry per period of the evaluation range, the latest last: true if its value breaches
 *   the threshold, `undefined` if there is no value.
 * @returns `undefined` when the alarm keeps its state.
 */
export function judge(breaching: (boolean | undefined)[], judging: Judging): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm, missing } = judging;
  const known = breaching.filter((one) => one !== undefined).slice(-evaluationPeriods);
  const filled = missing === "breaching" ? evaluationPeriods - known.length : 0;
  const bad = known.filter((one) => one).length + filled;
  if (bad >= datapointsToAlarm) return "ALARM";
  const isEnough = known.length === evaluationPeriods || known.includes(false);
  if (isEnough || missing === "breaching" || missing === "notBreaching") return "OK";
  if (missing === "ignore") return undefined;
  return isPremature(breaching, judging) ? "INSUFFICIENT_DATA" : "ALARM";
}

/**
 * Tells if the next values could still be reason for OK. The page's text on M out of N alarms and its table
 * disagree about the ages of values; this follows the table, and for `- - - - X` (`INSUFFICIENT_DATA`) the page
 * as of 2019.
 */
function isPremature(breaching: (boolean | undefined)[], { datapointsToAlarm }: Judging): boolean {
  const oldest = breaching.indexOf(true);
  return oldest < 0 || breaching.length - oldest < datapointsToAlarm;
}
