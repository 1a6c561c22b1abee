import { createHash } from "node:crypto";
import type { Settings } from "../../../contract/settings.ts";
import { compress } from "../../../handler/image/compress.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { noise, quarters, solid } from "../../helpers/images/images.ts";

setUpSharp(1769);

/** The bodies to upload, by ETag. There are few, so keys return to earlier bytes. */
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

/** Computes S3's ETag of an object put in one piece. */
function etagOf(body: Uint8Array): string {
  return createHash("md5").update(body).digest("hex");
}

/**
 * The allowed ETags of each rendition for every source; `undefined` if the source is rejected. A rendition has several,
 * because renditions made together share pixels: one made alone, beside an existing one, has other bytes.
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
