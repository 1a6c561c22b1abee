import { bytesPerGB } from "../../components/prices.ts";

/** What a byte that is saved is worth. */
export interface Worth {
  storageDollarsPerGB: number;
  transferDollarsPerGB: number;
  /** How often an output is looked at in a month. */
  viewsPerImage: number;
}

export interface Savings extends Worth {
  /** What a month's uploads save in a month, at the rate of the report's time; `null` when nothing is known to be saved. */
  dollarsPerMonth: number | null;
}

const month = 30 * 24 * 60 * 60;

export function estimateSavings(
  bytesSaved: number | null,
  seconds: number,
  { storageDollarsPerGB, transferDollarsPerGB, viewsPerImage }: Worth,
): Savings {
  const dollarsPerGB = transferDollarsPerGB * viewsPerImage + storageDollarsPerGB;
  const monthly = bytesSaved === null ? null : bytesSaved * (month / seconds);
  return {
    dollarsPerMonth: monthly === null ? null : (monthly / bytesPerGB) * dollarsPerGB,
    transferDollarsPerGB,
    viewsPerImage,
    storageDollarsPerGB,
  };
}
