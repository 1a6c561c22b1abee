import type { Spread } from "../statistics.ts";
import type { Comparison } from "./comparison.ts";
import type { Results } from "./results.ts";
import { checkTargets, type Target } from "./targets.ts";

const intro = `# What it costs

\`npm run bench\` wrote this page, except its last section. Every figure but megabytes is a ratio of two measurements that took turns in one run: the median of the images of a class, and in brackets the lowest and the highest image. Smaller is better, except for the score.

- *The lab* is the code of Python tutorials with Pillow: RGB, 30 % of each side with Lanczos, JPEG of quality 40, optimised and progressive.
- *sharp* and *mozjpeg* are sharp as tutorials use it, with \`progressive\` and with \`mozjpeg\`.
- \`vipsthumbnail\` is a new process for each image, with its start.
- *Ours* is \`compress\` with the lab's settings and \`effort: balanced\`.

Processor time is user and system time of the whole process, warm and so without its start.

SSIMULACRA2 compares an output with its source, converted to sRGB, put on white and made smaller by Pillow with Lanczos: the lab's own way, which favours the lab. A score of 100 means that nothing can be told apart, and 90 that hardly anything can; nobody sees a difference of 1.
`;

/** Heads the section written by `npm run bench:observability`. */
export const observabilityHeading = "Metrics and logs";

/** Writes the results as a page, without a word about the machine. */
export function report(results: Results): string {
  const { classes, equalQuality, peaks, rounds, versions } = results;
  const parts = [intro, "## Targets\n", targetTable(checkTargets(results))];
  for (const [name, { images, comparisons }] of Object.entries(classes)) {
    parts.push(
      `## ${capital(name)}\n`,
      `${images} images, ${rounds} rounds.\n`,
      comparisonTable(comparisons),
    );
  }
  parts.push("## JPEG photographs at the lab's quality\n");
  parts.push("For every image the quality was looked for with which it scores as the lab's does.\n");
  parts.push(
    table(
      ["format, effort", "quality", "processor time", "bytes", "score − the lab's"],
      equalQuality.map(({ name, quality, time, bytes, score }) => [
        name,
        `${Math.round(quality)}`,
        ratio(time),
        ratio(bytes),
        ratio(score, 1),
      ]),
    ),
  );
  const names = Object.keys(peaks[0]?.peaks ?? {});
  parts.push("## Memory\n", "Peak of a fresh process in MB, with the lab's settings.\n");
  parts.push(
    table(
      ["image", ...names],
      peaks.map((peak) => [peak.image, ...names.map((name) => (peak.peaks[name] ?? 0).toFixed(0))]),
    ),
  );
  parts.push(`Made with ${versions.join(", ")}.\n`);
  return parts.join("\n");
}

export function targetTable(targets: Target[]): string {
  return table(
    ["target", "at most", "measured", ""],
    targets.map(({ name, allowed, measured, isMet }) => [name, allowed, measured, isMet ? "met" : "missed"]),
  );
}

function comparisonTable(comparisons: Comparison[]): string {
  return table(
    ["", "processor time to the lab's", "to sharp's", "bytes to the lab's", "score − the lab's"],
    comparisons.map(({ name, time, timeToSharp, bytes, score }) => [
      name,
      ratio(time),
      ratio(timeToSharp),
      ratio(bytes),
      ratio(score, 1),
    ]),
  );
}

function ratio({ median, low, high }: Spread, digits = 2): string {
  const [middle, ...ends] = [median, low, high].map((value) => value.toFixed(digits));
  return ends.every((end) => end === middle) ? `${middle}` : `${middle} (${ends.join("–")})`;
}

export function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return `${[head, head.map(() => "---"), ...rows].map(line).join("\n")}\n`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
