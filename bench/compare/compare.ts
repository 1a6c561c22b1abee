// Compares the cost of `compress` with other tools for the same job, in one run. Writes bench/results.md and bench/results.svg.
// Arguments: --quick for a smoke test without writing, and a folder of images to use instead of Debian's wallpapers.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import sharp from "sharp";
import { findSection, withSection } from "../sections.ts";
import { measureBomb } from "./bomb.ts";
import { type Bench, compareContenders } from "./comparison.ts";
import { compareAtEqualQuality } from "./equal-quality.ts";
import { measurePeaks, measureWarm, type Spawner } from "./peaks.ts";
import { type Classes, findPhotographs, jpegPhotographs } from "./photographs.ts";
import { plot } from "./plot.ts";
import { observabilityHeading, report, targetTable } from "./report.ts";
import type { Results } from "./results.ts";
import { checkTargets } from "./targets.ts";
import { run } from "./workers/python.ts";
import { cacheFolder, openWorkshop } from "./workshop.ts";

const { values, positionals } = parseArgs({
  options: { quick: { type: "boolean", default: false } },
  allowPositionals: true,
});
const size = values.quick
  ? { images: 2, rounds: 2, megapixels: [12], warm: 10 }
  : { images: 8, rounds: 5, megapixels: [12, 24, 48], warm: 150 };

const { python, folder, spawner, contenders, scorer, close } = await openWorkshop();
try {
  const classes = await findPhotographs(cacheFolder, size.images, positionals[0]);
  const bench = { contenders, scorer, rounds: size.rounds, folder };
  const results = await measureAll(bench, spawner, classes, versions(python));
  console.log(targetTable(checkTargets(results)));
  if (values.quick) {
    console.log(report(results));
  } else {
    const page = join(import.meta.dirname, "../results.md");
    const kept = findSection(readFileSync(page, "utf8"), observabilityHeading);
    writeFileSync(page, withSection(report(results), kept));
    writeFileSync(join(import.meta.dirname, "../results.svg"), plot(results));
  }
} finally {
  await close();
}

function versions(python: string): string[] {
  const vips = run("vipsthumbnail", ["--version"], "install libvips-tools").trim();
  const pillow = run(python, ["-c", "import PIL; print(PIL.__version__)"], "have Pillow").trim();
  return [`Node ${process.versions.node}`, `sharp ${sharp.versions.sharp}`, `Pillow ${pillow}`, vips];
}

async function measureAll(
  bench: Bench,
  spawner: Spawner,
  classes: Classes,
  versions: string[],
): Promise<Results> {
  const compared: Results["classes"] = {};
  for (const [name, photographs] of Object.entries(classes)) {
    console.error(`${photographs.length} ${name}`);
    compared[name] = {
      images: photographs.length,
      comparisons: await compareContenders(bench, photographs),
    };
  }
  console.error("equal quality");
  const equalQuality = await compareAtEqualQuality(bench, classes[jpegPhotographs] ?? []);
  console.error("memory");
  return {
    classes: compared,
    equalQuality,
    peaks: await measurePeaks(bench, spawner, classes, size.megapixels),
    warmMegabytes: await measureWarm(bench, classes, size.warm),
    warmImages: size.warm,
    bomb: await measureBomb(bench, spawner),
    rounds: size.rounds,
    versions,
  };
}
