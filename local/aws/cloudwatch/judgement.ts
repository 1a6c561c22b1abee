import type { AlarmState } from "./view.ts";

export interface Judging {
  evaluationPeriods: number;
  datapointsToAlarm: number;
  missing: "missing" | "ignore" | "breaching" | "notBreaching";
}

/**
 * How many periods CloudWatch looks at, for when some of the latest have no value. It says five for three, which this is right for;
 * of others it says only that there are more than evaluation periods.
 */
export function evaluationRange({ evaluationPeriods }: Judging): number {
  return evaluationPeriods + 2;
}

/**
 * The state that values lead to, by what CloudWatch documents in words and tables:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 *
 * @param breaching - For each period of the evaluation range whether its value breaches the threshold, the latest last;
 *   `undefined` where there is none.
 * @returns `undefined` when the alarm stays as it is.
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
 * Whether the next values could still show that all is well. The words of the page on alarms of M out of N ask for values of other
 * ages than its table; this is the table, and `INSUFFICIENT_DATA` what the page said of `- - - - X` in 2019.
 */
function isPremature(breaching: (boolean | undefined)[], { datapointsToAlarm }: Judging): boolean {
  const oldest = breaching.indexOf(true);
  return oldest < 0 || breaching.length - oldest < datapointsToAlarm;
}
