import type { Options } from "../../components/options/rules-and-defaults.ts";
import type { Rejection } from "../../contract/rejection.ts";
import type { Settings } from "../../contract/settings.ts";
import { ExitCode } from "../exit-codes.ts";
import type { Tried } from "./estimate.ts";
import type { Problem } from "./folder.ts";
import { estimateMoney, type Money } from "./money.ts";
import { type ToldSettings, toldSettings } from "./settings.ts";
import { meanOf, type Summary, summariesOf, summaryOf } from "./summary.ts";

/** Describes the result for a folder; `--json` prints it unchanged. */
export interface Report {
  folder: string;
  /** Counts the folder's images; fewer are tried with `--sample` or after an interruption. */
  images: number;
  tried: number;
  classes: Summary[];
  /** Is `null` when there is no output. */
  total: Summary | null;
  /** Sums the bytes of each rendition's outputs. */
  renditions: Record<string, number>;
  rejected: ({ file: string } & Rejection)[];
  unreadable: Problem[];
  leftOut: Tried["leftOut"];
  settings: ToldSettings;
  month: Money | null;
  interrupted?: true;
}

interface ReckonedWith {
  uploads: number;
  options: Options;
  settings: Settings;
  /** Names where the options come from. */
  from: string;
}

export function createReport(
  folder: string,
  tried: Tried,
  { uploads, options, settings, from }: ReckonedWith,
  isInterrupted: boolean,
): Report {
  const { pictures, rejected, unreadable, images, leftOut } = tried;
  const isAny = pictures.length > 0;
  const mean = meanOf(pictures, rejected.length);
  const bytesOf = (at: number) => Math.round((mean.bytesOut[at] ?? 0) * pictures.length);
  return {
    folder,
    images,
    tried: pictures.length + rejected.length,
    classes: summariesOf(pictures),
    total: isAny ? summaryOf("all", pictures) : null,
    renditions: Object.fromEntries(settings.renditions.map(({ name }, at) => [name, bytesOf(at)])),
    rejected: rejected.toSorted(byFile),
    unreadable: unreadable.toSorted(byFile),
    leftOut,
    settings: toldSettings(from, options, settings),
    month: isAny ? estimateMoney(uploads, mean, options, settings) : null,
    ...(isInterrupted && { interrupted: true as const }),
  };
}

export function exitCodeOf({ interrupted, unreadable, tried }: Report): ExitCode {
  if (interrupted) return ExitCode.interrupted;
  return unreadable.length > 0 || tried === 0 ? ExitCode.incomplete : ExitCode.done;
}

function byFile(a: { file: string }, b: { file: string }): number {
  return a.file < b.file ? -1 : 1;
}
