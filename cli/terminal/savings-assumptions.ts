import { price } from "../../contract/money.ts";
import type { Worth } from "../../contract/prices.ts";

/** Describes the assumptions behind the savings. */
export function worthText({ transferDollarsPerGB, viewsPerImage, storageDollarsPerGB }: Worth): string {
  const views = viewsPerImage === 1 ? "once" : `${viewsPerImage} times`;
  const storage =
    storageDollarsPerGB > 0 ? `, and ${price(storageDollarsPerGB)} for a GB stored, as originals expire` : "";
  return `Each output looked at ${views} a month at ${price(transferDollarsPerGB)} for a GB of transfer${storage}.`;
}
