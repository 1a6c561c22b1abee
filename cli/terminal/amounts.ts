import { dollars as money } from "../../contract/money.ts";

// These format figures for people; an unknown figure is `none`.
const none = "none";

const plain = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

type Amount = number | null;

export function wholeNumber(amount: Amount): string {
  return amount === null ? none : plain.format(amount);
}

export function percents(amount: Amount): string {
  return amount === null ? none : `${short.format(amount)} %`;
}

export function dollars(amount: Amount): string {
  return amount === null ? none : money(amount);
}

/** A kB has 1,000 bytes. */
export function bytes(amount: Amount): string {
  return scaled(amount, [
    [1e12, "TB"],
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
    [1, "B"],
  ]);
}

export function milliseconds(amount: Amount): string {
  return scaled(amount, [
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
    [1, "ms"],
  ]);
}

/** Uses the largest unit not above the amount. */
function scaled(amount: Amount, units: [size: number, name: string][]): string {
  if (amount === null) return none;
  const [size, name] = units.find(([size]) => Math.abs(amount) >= size) ?? units.at(-1) ?? [1, ""];
  const value = amount / size;
  return `${(Math.abs(value) < 1000 ? short : plain).format(value)} ${name}`;
}

export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
