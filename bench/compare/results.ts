import type { BombMeasured } from "./bomb.ts";
import type { Comparison } from "./comparison.ts";
import type { EqualQuality } from "./equal-quality.ts";
import type { Peak } from "./peaks.ts";

export interface Results {
  /** Keyed by the name of the class. */
  classes: Record<string, { images: number; comparisons: Comparison[] }>;
  equalQuality: EqualQuality[];
  peaks: Peak[];
  warmMegabytes: number;
  warmImages: number;
  bomb: BombMeasured;
  rounds: number;
  versions: string[];
}
