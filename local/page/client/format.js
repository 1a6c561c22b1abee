// Formats numbers, sizes and times for people.

const locale = "en";
const byteUnits = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];

const significant = (digits, more = {}) =>
  new Intl.NumberFormat(locale, { maximumSignificantDigits: digits, ...more });

const compact = significant(3, { notation: "compact" });
const integer = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const plain = significant(3);
const share = significant(3, { style: "percent" });

export const count = (value) => {
  const size = Math.abs(value);
  return (size < 1000 ? plain : size < 100_000 ? integer : compact).format(value);
};

/** Formats a count to its last digit, so that counts beside each other add up. */
export const whole = (value) => integer.format(value);

export const bytes = (value) => {
  const size = Math.abs(value);
  const power = size < 1 ? 0 : Math.min(Math.floor(Math.log10(size) / 3), byteUnits.length - 1);
  return significant(3, { style: "unit", unit: byteUnits[power] }).format(value / 1000 ** power);
};

const duration = (value, unit) => significant(3, { style: "unit", unit }).format(value);

export const milliseconds = (value) =>
  Math.abs(value) < 1000 ? duration(value, "millisecond") : duration(value / 1000, "second");

export const percent = (fraction) => share.format(fraction);

/** Formats a sum of money as the commands do: below ten cents to two significant digits. */
export const dollars = (value) => {
  const digits = value === 0 ? 2 : 1 - Math.floor(Math.log10(Math.abs(value)));
  const maximumFractionDigits = Math.min(Math.max(2, digits), 20);
  return value.toLocaleString(locale, { style: "currency", currency: "USD", maximumFractionDigits });
};

const formats = {
  Bytes: bytes,
  Dollars: dollars,
  // Lambda counts memory in MiB, and CloudWatch has no name for it.
  Megabytes: (value) => `${count(value)} MiB`,
  Gigabytes: (value) => bytes(value * 1e9),
  Milliseconds: milliseconds,
  Seconds: (value) => duration(value, "second"),
  Percent: (value) => percent(value / 100),
};

/** Formats a value in one of CloudWatch's units. */
export const metric = (value, unit) => (formats[unit] ?? count)(value);

const times = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const days = new Intl.DateTimeFormat(locale, { month: "short", day: "numeric" });

export const time = (at) => times.format(at);
export const day = (at) => days.format(at);
export const moment = (at) => `${day(at)}, ${time(at)}`;
