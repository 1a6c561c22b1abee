import type { OptionName, Options } from "../options/rules-and-defaults.ts";

/** A rule between options. */
export interface Conflict {
  /** The rule applies only if each of these is valid by itself. */
  options: OptionName[];
  /** `given` lacks the defaults. */
  problem: (options: Options, given: Partial<Record<OptionName, unknown>>) => string | string[] | undefined;
}
