import { exceedsBytes } from "./limits.ts";
import type { Output, Source } from "./object-store.ts";
import type { Outcome } from "./outcome.ts";
import { type Name, type OutputMetadata, ownNames, planTargets, type Target } from "./plan.ts";
import type { Rejection } from "./rejection.ts";
import type { Compressed } from "./render.ts";
import type { Format, Limits, RenditionSettings } from "./settings.ts";

export type Compress = (
  bytes: Uint8Array,
  recipe: RenditionSettings,
  limits: Limits,
) => Promise<Compressed | Rejection>;

/** A rendition, the names it may have, and what its output's metadata has to say. */
export interface Plan {
  rendition: RenditionSettings;
  names: Name[];
  wanted: OutputMetadata;
}

export interface Write {
  bucket: string;
  target: Target;
  output: Output;
}

const contentTypes: Record<Format, string> = {
  jpeg: "image/jpeg",
  webp: "image/webp",
  avif: "image/avif",
  png: "image/png",
};

/** Decides what to write for every rendition; the source's bytes are read at most once, and only when one needs them. */
export function prepare(plans: Plan[], source: Source, limits: Limits, compress: Compress) {
  let bytes: Promise<Uint8Array | Rejection> | undefined;
  const read = () => {
    bytes ??= readWithin(limits, source);
    return bytes;
  };
  return Promise.all(plans.map((plan) => prepareOne(plan, read, limits, compress)));
}

async function readWithin(limits: Limits, source: Source): Promise<Uint8Array | Rejection> {
  return exceedsBytes(source.length, limits) ?? source.read();
}

async function prepareOne(
  plan: Plan,
  read: () => Promise<Uint8Array | Rejection>,
  limits: Limits,
  compress: Compress,
): Promise<{ outcome: Outcome; writes: Write[] }> {
  const { rendition, names, wanted } = plan;
  const targets = names.length === 0 ? keyTooLong : (planTargets(names, wanted) ?? outputKeyTaken(names));
  if ("reason" in targets) return rejected(plan, targets);
  if (targets.length === 0)
    return { outcome: { rendition: rendition.name, outcome: "unchanged" }, writes: [] };

  const bytes = await read();
  if ("reason" in bytes) return rejected(plan, bytes);
  const image = await compress(bytes, rendition, limits);
  if ("reason" in image) return rejected(plan, image);

  const output = createOutput(image, rendition, wanted);
  return {
    outcome: {
      rendition: rendition.name,
      outcome: "compressed",
      outputs: targets.map(({ key }) => key),
      collision: targets.some(({ key, replaces }) => replaces === undefined && key !== names[0]?.key),
      bytesIn: bytes.length,
      bytesOut: image.body.length,
      width: image.width,
      height: image.height,
    },
    writes: targets.map((target) => ({ bucket: rendition.bucket, target, output })),
  };
}

const keyTooLong: Rejection = {
  reason: "key-too-long",
  detail: "every output key would be longer than 1,024 bytes",
};

function outputKeyTaken(names: Name[]): Rejection {
  return { reason: "output-key-taken", detail: `owned by others: ${names.map(({ key }) => key).join(", ")}` };
}

function rejected(
  { rendition, names, wanted }: Plan,
  rejection: Rejection,
): { outcome: Outcome; writes: Write[] } {
  const stale = ownNames(names, wanted).map(({ key }) => key);
  return { outcome: { rendition: rendition.name, outcome: "rejected", stale, ...rejection }, writes: [] };
}

function createOutput(image: Compressed, rendition: RenditionSettings, metadata: OutputMetadata): Output {
  const { format, cacheControl, objectTags } = rendition;
  return {
    body: image.body,
    contentType: contentTypes[format],
    metadata,
    ...(cacheControl !== undefined && { cacheControl }),
    ...(objectTags !== undefined && { tags: objectTags }),
  };
}
