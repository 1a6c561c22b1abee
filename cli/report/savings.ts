import { dollarsSavedPerMonth, type Worth } from "../../contract/prices.ts";

export interface Savings extends Worth {
  /**
   * Is the saving of a month's uploads in a month, at the rate since the first image or the report's start; `null` when no saving is
   * known.
   */
  dollarsPerMonth: number | null;
}

export function estimateSavings(
  bytesSaved: number | null,
  seconds: number,
  { storageDollarsPerGB, transferDollarsPerGB, viewsPerImage }: Worth,
): Savings {
  const worth = { transferDollarsPerGB, viewsPerImage, storageDollarsPerGB };
  const dollarsPerMonth = bytesSaved === null ? null : dollarsSavedPerMonth(bytesSaved, seconds, worth);
  return { dollarsPerMonth, ...worth };
}
