/** Holds the time range of a report, in seconds since the epoch. */
export interface Range {
  start: number;
  now: number;
  /** Is the end of the period around `now`, so every metric answers with whole periods. */
  end: number;
  periodSeconds: number;
}

export const minute = 60;
const hour = 60 * minute;
export const day = 24 * hour;

/**
 * CloudWatch keeps minutes for 15 days, five minutes for 63 days and hours for 455 days. A day is made of all
 * of them.
 */
export const longest = 455 * day;
const seconds = { h: hour, d: day, w: 7 * day };

/** Parses text such as `12h`, `30d` or `4w` to seconds; `undefined` for other text, or out of range. */
export function parseSince(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const since = Number(count) * seconds[unit as keyof typeof seconds];
  return since >= hour && since <= longest ? since : undefined;
}

/**
 * Plans the time up to now in periods of whole minutes, hours or days (of UTC): up to 3 hours by minutes, up
 * to 3 days by hours.
 * It begins with a whole period, because CloudWatch counts periods from the requested start:
 * https://github.com/boto/boto3/issues/3457
 */
export function planRange(since: number, now: number): Range {
  const periodSeconds = since <= 3 * hour ? minute : since <= 3 * day ? hour : day;
  const floor = (time: number) => Math.floor(time / periodSeconds) * periodSeconds;
  return { start: floor(now - since), now, end: floor(now) + periodSeconds, periodSeconds };
}

/** Returns the shortest period of which CloudWatch still has values so many seconds later. */
export function finestPeriod(age: number): number {
  if (age <= 15 * day) return minute;
  return age <= 63 * day ? 5 * minute : hour;
}

/** Returns the start of each period. */
export function periodsOf({ start, end, periodSeconds }: Range): number[] {
  return Array.from({ length: (end - start) / periodSeconds }, (_, index) => start + index * periodSeconds);
}
