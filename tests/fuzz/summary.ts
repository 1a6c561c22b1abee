import type { Judged } from "./run.ts";

/** Counts the results of each format by rendition, and names the files with the most time and memory. */
export function summary(judged: Judged[]): string {
  const outcomes = judged.flatMap(({ case: { format }, outcomes }) =>
    outcomes.map((outcome) => ({ format, outcome })),
  );
  const columns = [...new Set(outcomes.map(({ outcome }) => outcome))].sort();
  const rows = [...Map.groupBy(outcomes, ({ format }) => format)].map(([format, those]) => [
    format,
    ...columns.map((column) => String(those.filter(({ outcome }) => outcome === column).length)),
  ]);
  return [
    ...[["renditions", ...columns], ...rows].map((cells) => cells.map((cell) => cell.padEnd(17)).join(" ")),
    `failed: ${judged.filter(({ violations }) => violations.length > 0).length} of ${judged.length} files`,
    most("slowest", "milliseconds", judged),
    most("most memory", "peakMiB", judged),
  ].join("\n");
}

function most(title: string, amount: "milliseconds" | "peakMiB", judged: Judged[]): string {
  const [first] = judged.toSorted((a, b) => b[amount] - a[amount]);
  return `${title}: ${first?.[amount]} ${amount}, ${first?.case.name}, settings ${first?.case.settings}`;
}
