/** The time that a report is about, in seconds since the epoch. */
export interface Range {
  start: number;
  now: number;
  /** The end of the period that `now` is in, so that every metric answers with whole periods. */
  end: number;
  periodSeconds: number;
}

const minute = 60;
const hour = 60 * minute;
export const day = 24 * hour;

/** CloudWatch keeps minutes for 15 days, five minutes for 63 days, and hours for as long: a day is made of all of them. */
const longest = 455 * day;
const seconds = { h: hour, d: day, w: 7 * day };

/** The seconds that `12h`, `30d` or `4w` stand for; `undefined` for what is nothing like it or out of range. */
export function parseSince(text: string): number | undefined {
  const [, count, unit] = /^(\d{1,6})([hdw])$/.exec(text) ?? [];
  const since = Number(count) * seconds[unit as keyof typeof seconds];
  return since >= hour && since <= longest ? since : undefined;
}

/**
 * The time up to now, in periods that begin at whole minutes, hours or days (of UTC): up to 3 hours by minutes, up to 3 days by hours.
 * It begins with a whole period, because CloudWatch counts periods from the start that it is asked for:
 * https://github.com/boto/boto3/issues/3457
 */
export function planRange(since: number, now: number): Range {
  const periodSeconds = since <= 3 * hour ? minute : since <= 3 * day ? hour : day;
  const floor = (time: number) => Math.floor(time / periodSeconds) * periodSeconds;
  return { start: floor(now - since), now, end: floor(now) + periodSeconds, periodSeconds };
}

/** When each period begins. */
export function periodsOf({ start, end, periodSeconds }: Range): number[] {
  return Array.from({ length: (end - start) / periodSeconds }, (_, index) => start + index * periodSeconds);
}
