import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { createChunk } from "../../tests/helpers/images/png-chunks.ts";
import { type Bench, lab } from "./comparison.ts";
import type { Measured } from "./contenders.ts";
import type { Spawner } from "./peaks.ts";
import { createJob } from "./rounds.ts";

export interface BombMeasured {
  rejection: string | undefined;
  peakMegabytes: number;
}

const side = 13_304;

/** Gives a PNG of 177 megapixels in 516 KB to a fresh process. */
export async function measureBomb({ contenders, folder }: Bench, spawner: Spawner): Promise<BombMeasured> {
  const file = join(folder, "bomb.png");
  writeFileSync(file, createBlackPng());
  const job = createJob({ ...lab, contender: contenders.ours }, { file, width: side, height: side }, folder);
  const { printed, peakMegabytes } = await spawner.ask(contenders.ours.command(job));
  const { rejection }: Measured = JSON.parse(printed);
  return { rejection, peakMegabytes };
}

function createBlackPng(): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  const rows = deflateSync(Buffer.alloc((1 + side * 3) * side), { level: 9 });
  const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
  return Buffer.concat([
    signature,
    createChunk("IHDR", header),
    createChunk("IDAT", rows),
    createChunk("IEND", Buffer.alloc(0)),
  ]);
}
