import type { ChaosResult, Progress } from "./run.ts";

/** Sums up the progress in one line. */
export function progressLine(seconds: number, { traffic, kills, faults, status }: Progress): string {
  const { puts, overwrites, deletes, duplicates } = traffic;
  return [
    `${Math.round(seconds)} s`,
    `${puts + overwrites} puts`,
    `${deletes} deletes`,
    `${duplicates} duplicates`,
    `${faults.injected} faults`,
    `${kills.functions} functions and ${kills.groups} groups killed`,
    `${status?.pending ?? 0} pending`,
    `${status?.deadLetters ?? 0} dead letters`,
  ].join(", ");
}

const shownWrong = 20;

export function summary({ progress, failures, verdict, wrong }: ChaosResult, seconds: number): string {
  const { traffic, kills, faults, status } = progress;
  const { succeeded = 0, failed = 0, deadLetters: dead = 0 } = status ?? {};
  const rows: [string, number][] = [
    ["puts", traffic.puts],
    ["overwrites", traffic.overwrites],
    ["deletes", traffic.deletes],
    ["duplicates", traffic.duplicates],
    ["calls without an answer", traffic.unanswered],
    ["faults injected", faults.injected],
    ["functions killed", kills.functions],
    ["groups killed", kills.groups],
    ["invocations succeeded", succeeded],
    ["invocations failed", failed],
    ["dead letters, redriven", dead],
    ["sources in the end", verdict.sources],
    ["outputs right", verdict.right],
    ["wrong", wrong.length],
    ["seconds", Math.round(seconds)],
  ];
  return [
    ...rows.map(([name, value]) => `${name.padEnd(26)}${String(value).padStart(8)}`),
    ...[...failures].map(([failure, count]) => `in dead letters: ${count} × ${failure}`),
    ...wrong.slice(0, shownWrong).map(({ key, what }) => `WRONG: ${key}: ${what}`),
    ...(wrong.length > shownWrong ? [`and ${wrong.length - shownWrong} more`] : []),
  ].join("\n");
}
