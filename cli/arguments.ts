import { InvalidArgumentError } from "commander";
import { mostWorth } from "../contract/prices.ts";

// These parse option values for several commands.

export function webAddress(text: string): string {
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? "")) {
    throw new InvalidArgumentError("It must be an address such as http://127.0.0.1:4566.");
  }
  return text;
}

/** Accepts the same range as the component's own options. */
export function amount(text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text) || Number(text) > mostWorth)
    throw new InvalidArgumentError(
      `It must be a number such as 0.09, from 0 to ${mostWorth.toLocaleString("en-US")}.`,
    );
  return Number(text);
}

export function count(text: string): number {
  if (!/^[1-9]\d{0,11}$/.test(text))
    throw new InvalidArgumentError("It must be a whole number such as 1000.");
  return Number(text);
}
