import type { Rejection } from "../../handler/rejection.ts";
import { bytes } from "../amounts.ts";
import { ExitCode } from "../exit-codes.ts";
import { counted, printable } from "../printable.ts";

/** What became of one file; `--json` prints it as it is. */
export interface FileReport {
  source: string;
  /** Why it could not be tried. */
  error?: string;
  milliseconds?: number;
  bytesIn?: number;
  outputs?: { rendition: string; file: string; bytes: number; width: number; height: number }[];
  rejections?: ({ rendition: string } & Rejection)[];
  /** What was made, and why it is not there. */
  notWritten?: { file: string; why: string }[];
}

export function exitCodeOf(reports: FileReport[], isInterrupted: boolean): ExitCode {
  if (isInterrupted) return ExitCode.interrupted;
  return reports.every(isAllDone) ? ExitCode.done : ExitCode.incomplete;
}

function isAllDone({ error, rejections = [], notWritten = [] }: FileReport): boolean {
  return error === undefined && rejections.length === 0 && notWritten.length === 0;
}

/** What became of a file, for people: a line for each output, and for each reason why there is none. */
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

export function closingLine(reports: FileReport[], files: number): string {
  const compressed = reports.filter(({ outputs = [] }) => outputs.length > 0);
  const outputs = compressed.flatMap((report) => report.outputs ?? []);
  const seconds = sum(reports.map(({ milliseconds = 0 }) => milliseconds)) / 1000;
  const before = sum(compressed.map(({ bytesIn = 0 }) => bytesIn));
  const sizes = change(before, sum(outputs.map((output) => output.bytes)));
  const all = `${compressed.length} of ${counted(files, "file")} compressed`;
  return outputs.length === 0 ? `${all}.` : `${all}: ${sizes}, in ${seconds.toFixed(1)} s.`;
}

/** As `1.2 MB → 340 kB, 72 % less`. */
function change(before: number, after: number): string {
  const percent = before === 0 ? 0 : Math.round((100 * (after - before)) / before);
  return `${bytes(before)} → ${bytes(after)}, ${Math.abs(percent)} % ${percent > 0 ? "more" : "less"}`;
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
