import type { OptionName, Options } from "../options/option-rules.ts";

/** One thing that options may be only in view of each other. */
export interface Conflict {
  /** Only options that are right each for itself are compared. */
  options: OptionName[];
  /** `given` is without defaults. */
  problem: (options: Options, given: Partial<Record<OptionName, unknown>>) => string | string[] | undefined;
}
