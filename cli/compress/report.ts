import type { Rejection } from "../../contract/rejection.ts";
import { defaultRendition } from "../../contract/settings.ts";
import { ExitCode } from "../exit-codes.ts";
import { bytes, sum } from "../terminal/amounts.ts";
import { counted, printable } from "../terminal/printable.ts";

/** Describes the result for one file; `--json` prints it unchanged. */
export interface FileReport {
  source: string;
  /** Explains why the file could not be tried. */
  error?: string;
  milliseconds?: number;
  bytesIn?: number;
  outputs?: { rendition: string; file: string; bytes: number; width: number; height: number }[];
  rejections?: ({ rendition: string } & Rejection)[];
  /** Lists outputs made but not saved. */
  notWritten?: { file: string; why: string }[];
}

export function exitCodeOf(reports: FileReport[], isInterrupted: boolean): ExitCode {
  if (isInterrupted) return ExitCode.interrupted;
  return reports.every(isAllDone) ? ExitCode.done : ExitCode.incomplete;
}

function isAllDone({ error, rejections = [], notWritten = [] }: FileReport): boolean {
  return error === undefined && rejections.length === 0 && notWritten.length === 0;
}

/** Returns a line for each output, and for each reason why one is missing. */
export function linesOf({ source, error, bytesIn = 0, ...made }: FileReport): string[] {
  const { outputs = [], rejections = [], notWritten = [] } = made;
  const reasons = Map.groupBy(rejections, ({ reason, detail }) => `${reason}: ${detail}`);
  const isPart = rejections.length < outputs.length + rejections.length + notWritten.length;
  const of = (same: typeof rejections) =>
    isPart ? ` for ${same.map(({ rendition }) => rendition).join(", ")}` : "";
  return [
    ...(error === undefined ? [] : [`${source}: not compressed: ${error}`]),
    ...outputs.map(
      ({ file, bytes: written, width, height }) =>
        `${source} → ${file}: ${change(bytesIn, written)}, ${width} × ${height}`,
    ),
    ...[...reasons].map(([reason, same]) => `${source}: rejected${of(same)}: ${reason}`),
    ...notWritten.map(({ why }) => `${source}: not written: ${why}`),
  ].map(printable);
}

/** Compares sources with the pipeline's own output, as its metrics do. */
export function closingLine(reports: FileReport[], files: number): string {
  const compressed = reports.filter(({ outputs = [] }) => outputs.length > 0);
  const all = `${compressed.length} of ${counted(files, "file")} compressed`;
  if (compressed.length === 0) return `${all}.`;
  const seconds = sum(reports.map(({ milliseconds = 0 }) => milliseconds)) / 1000;
  return `${all}: ${[...sizesOf(compressed), `in ${seconds.toFixed(1)} s`].join(", ")}.`;
}

function sizesOf(compressed: FileReport[]): string[] {
  const outputs = compressed.flatMap(({ outputs = [], bytesIn = 0 }) =>
    outputs.map(({ rendition, bytes }) => ({ isOwn: rendition === defaultRendition, bytes, bytesIn })),
  );
  const own = outputs.filter(({ isOwn }) => isOwn);
  const further = sum(outputs.map(({ isOwn, bytes }) => (isOwn ? 0 : bytes)));
  const compared = change(sum(own.map(({ bytesIn }) => bytesIn)), sum(own.map(({ bytes }) => bytes)));
  const beside = `${bytes(further)} of further renditions`;
  if (own.length === 0) return [beside];
  return further === 0 ? [compared] : [compared, `and ${beside}`];
}

/** Returns text such as `1.2 MB → 340 kB, 72 % less`. */
function change(before: number, after: number): string {
  const percent = before === 0 ? 0 : Math.round((100 * (after - before)) / before);
  return `${bytes(before)} → ${bytes(after)}, ${Math.abs(percent)} % ${percent > 0 ? "more" : "less"}`;
}
