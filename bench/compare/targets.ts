import { jpegPhotographs, taggedScreenshots } from "./photographs.ts";
import type { Results } from "./results.ts";

export interface Target {
  name: string;
  allowed: string;
  measured: string;
  isMet: boolean;
}

export function checkTargets(results: Results): Target[] {
  const worst = Math.max(...Object.keys(results.classes).map((name) => time(results, name)));
  const peak = Math.max(...results.peaks.map(({ peaks }) => peaks.ours ?? Number.NaN));
  const { rejection, peakMegabytes } = results.bomb;
  return [
    atMost("processor time to the lab's, JPEG photographs", 0.34, time(results, jpegPhotographs)),
    atMost("the same, screenshots in Display P3", 0.7, time(results, taggedScreenshots)),
    atMost("the same, the worst class", 1, worst),
    atMost("processor time to sharp's, JPEG photographs", 0.95, timeToSharp(results, jpegPhotographs)),
    atMost("the same, screenshots in Display P3", 0.45, timeToSharp(results, taggedScreenshots)),
    atEqualQuality(results, ["jpeg", "webp"], 0.81, 0.58),
    atEqualQuality(results, ["avif"], 0.6, 0.7),
    atMost("peak of a fresh process, MB", 115, peak),
    atMost(`warm after ${results.warmImages} images, MB`, 230, results.warmMegabytes),
    atMost(`bomb, ${rejection ?? "not rejected"}, MB`, 90, rejection ? peakMegabytes : Number.NaN),
  ];
}

function ours(results: Results, kind: string) {
  return results.classes[kind]?.comparisons.find(({ name }) => name === "ours");
}

function time(results: Results, kind: string): number {
  return ours(results, kind)?.time.median ?? Number.NaN;
}

function timeToSharp(results: Results, kind: string): number {
  return ours(results, kind)?.timeToSharp.median ?? Number.NaN;
}

function atMost(name: string, allowed: number, measured: number): Target {
  const digits = allowed > 2 ? 0 : 2;
  return { name, allowed: `${allowed}`, measured: measured.toFixed(digits), isMet: measured <= allowed };
}

/** Judges the variant nearest to both limits. */
function atEqualQuality({ equalQuality }: Results, formats: string[], bytes: number, cpu: number): Target {
  const excess = (one: (typeof equalQuality)[number]) =>
    Math.max(one.bytes.median / bytes, one.time.median / cpu);
  const [best] = equalQuality
    .filter(({ name }) => formats.some((format) => name.startsWith(format)))
    .toSorted((a, b) => excess(a) - excess(b));
  return {
    name: `bytes and processor time at the lab's quality, ${formats.join(" or ")}`,
    allowed: `${bytes} at ${cpu}`,
    measured: best
      ? `${best.bytes.median.toFixed(2)} at ${best.time.median.toFixed(2)} (${best.name})`
      : "nothing",
    isMet: best !== undefined && excess(best) <= 1,
  };
}
