// Measures the cost and the saving of each `effort`, in one run. Writes the tables of docs/effort.md.
// Argument: a folder of images to use instead of Debian's wallpapers.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Effort, Format } from "../contract/settings.ts";
import {
  findPhotographs,
  jpegPhotographs,
  type Photograph,
  taggedScreenshots,
} from "./compare/photographs.ts";
import { table } from "./compare/report.ts";
import { type Entries, type Made, runRounds, timeRatio } from "./compare/rounds.ts";
import { cacheFolder, openWorkshop } from "./compare/workshop.ts";
import { median } from "./statistics.ts";

type Images = Record<string, Made>[];

const rounds = 3;
/** Scaled down, so no source is kept as its own output. */
const settings = { quality: 80, scale: 0.7 };
const most = { photographs: 8, screenshots: 4, pixels: 6e6 };
const page = join(import.meta.dirname, "../docs/effort.md");
const [begin, end] = ["<!-- measured -->", "<!-- /measured -->"];

const workshop = await openWorkshop();
try {
  const classes = await findPhotographs(cacheFolder, most.photographs, process.argv[2]);
  const photographs = (classes[jpegPhotographs] ?? []).filter(isSmall);
  const screenshots = (classes[taggedScreenshots] ?? []).slice(0, most.screenshots);
  const tables = [
    `${photographs.length} photographs:\n`,
    await effortTable(await measure(photographs, Object.values(Format)), Object.values(Format)),
    `${screenshots.length} screenshots:\n`,
    await effortTable(await measure(screenshots, [Format.webp, Format.png]), [Format.webp, Format.png]),
  ];
  const [before = "", rest = ""] = readFileSync(page, "utf8").split(begin);
  const [, after = ""] = rest.split(end);
  writeFileSync(page, `${before}${begin}\n${tables.join("\n")}${end}${after}`);
} finally {
  await workshop.close();
}

function isSmall({ width, height }: Photograph): boolean {
  return width * height <= most.pixels;
}

function nameOf(format: Format, effort: Effort): string {
  return `${format} ${effort}`;
}

async function measure(photographs: Photograph[], formats: Format[]): Promise<Images> {
  const { contenders, folder } = workshop;
  const entries: Entries = {};
  for (const format of formats) {
    for (const effort of Object.values(Effort)) {
      entries[nameOf(format, effort)] = { ...settings, contender: contenders.ours, format, effort };
    }
  }
  const images: Images = [];
  for (const photograph of photographs) images.push(await runRounds(entries, photograph, rounds, folder));
  return images;
}

async function effortTable(images: Images, formats: Format[]): Promise<string> {
  const [first = Format.jpeg] = formats;
  const rows: string[][] = [];
  for (const format of formats) {
    for (const effort of Object.values(Effort)) {
      const one = nameOf(format, effort);
      const ratio = (to: string, of: (made: Made, base: Made) => number) =>
        median(images.map((made) => of(made[one] as Made, made[to] as Made))).toFixed(2);
      const balanced = nameOf(format, Effort.balanced);
      const bytes = (made: Made, base: Made) => made.bytes / base.bytes;
      rows.push([
        `\`${format}\``,
        `\`${effort}\``,
        ratio(balanced, bytes),
        ratio(balanced, timeRatio),
        ratio(nameOf(first, Effort.balanced), bytes),
        ratio(nameOf(first, Effort.balanced), timeRatio),
        await score(images, one, format),
      ]);
    }
  }
  const others = [`bytes, to ${first}'s`, `time, to ${first}'s`];
  return table(["format", "effort", "bytes", "time", ...others, "SSIMULACRA2"], rows);
}

/** PNG has no score: only its resize loses anything, not its encoder. */
async function score(images: Images, name: string, format: Format): Promise<string> {
  if (format === Format.png) return "–";
  return median(await workshop.scorer.score(images.map((made) => made[name] as Made))).toFixed(1);
}
