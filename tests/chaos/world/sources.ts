import { createHash } from "node:crypto";
import type { Settings } from "../../../contract/settings.ts";
import { compress } from "../../../handler/image/compress.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { noise, quarters, solid } from "../../helpers/images/images.ts";

setUpSharp(1769);

/** What is uploaded, by its ETag. There are few, so that keys go back to earlier bytes. */
export type Pool = Map<string, Buffer>;

export async function createPool(): Promise<Pool> {
  const images = [
    quarters(48, 32).jpeg({ quality: 95 }),
    quarters(32, 48).png(),
    noise(40, 30).jpeg({ quality: 95 }),
    noise(24).png(),
    noise(33, 17).webp({ lossless: true }),
    solid([12, 180, 90], 40).png(),
    solid([200, 10, 10, 128], 16).png(),
  ];
  const rejected = [Buffer.from("This is no image."), Buffer.from("Neither is this.")];
  const bodies = [...(await Promise.all(images.map((image) => image.toBuffer()))), ...rejected];
  return new Map(bodies.map((body) => [etagOf(body), body]));
}

/** S3's ETag of what was put in one piece. */
function etagOf(body: Uint8Array): string {
  return createHash("md5").update(body).digest("hex");
}

/**
 * For every source, the ETags that each rendition may have; `undefined` when the source is rejected. There are several, because
 * renditions that are made together share pixels: one that is made by itself, the other being there, has other bytes.
 */
export type OutputEtags = Map<string, Set<string>[] | undefined>;

export async function compressPool(pool: Pool, settings: Settings): Promise<OutputEtags> {
  const outputs: OutputEtags = new Map();
  for (const [etag, body] of pool) outputs.set(etag, await compressEachWay(body, settings));
  return outputs;
}

async function compressEachWay(
  body: Buffer,
  { renditions, limits }: Settings,
): Promise<Set<string>[] | undefined> {
  const together = await compress(body, renditions, limits);
  if ("reason" in together) return undefined;
  return Promise.all(
    together.map(async (image, at) => {
      const alone = await compress(body, renditions.slice(at, at + 1), limits);
      if ("reason" in alone) throw new Error(`Rejected only by itself: ${alone.detail}`);
      return new Set([image, ...alone].map((made) => etagOf(made.body)));
    }),
  );
}
