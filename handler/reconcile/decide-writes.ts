import type { Outcome } from "../../contract/outcome.ts";
import type { Rejection } from "../../contract/rejection.ts";
import type { Format, Limits, RenditionSettings, Settings } from "../../contract/settings.ts";
import type { Compressed } from "../image/encode.ts";
import { exceedsBytes } from "./max-bytes.ts";
import type { Doomed, Output, Source, Target } from "./object-store.ts";
import type { OutputMetadata } from "./output-metadata.ts";
import { type Name, planDeletions, planTargets } from "./targets.ts";

export type Compress = (
  bytes: Uint8Array,
  recipes: RenditionSettings[],
  limits: Limits,
) => Promise<Compressed[] | Rejection>;

/** A rendition, its possible names, and the metadata its output must have. */
export interface RenditionNames {
  rendition: RenditionSettings;
  names: Name[];
  wanted: OutputMetadata;
}

export type Write = { bucket: string } & ({ target: Target; output: Output } | { doomed: Doomed });

const contentTypes: Record<Format, string> = {
  jpeg: "image/jpeg",
  webp: "image/webp",
  avif: "image/avif",
  png: "image/png",
};

interface Decided {
  outcome: Outcome;
  writes: Write[];
}

type Rules = Pick<Settings, "limits" | "mirrorDeletions">;

/** Decides what to write for every rendition; the source is read and decoded once, and only when one needs it. */
export async function decideWrites(
  plans: RenditionNames[],
  source: Source | undefined,
  rules: Rules,
  compress: Compress,
): Promise<Decided[]> {
  if (source === undefined) return plans.map((plan) => withoutSource(plan, rules));

  const targeted = plans.map((plan) => ({ plan, targets: findTargets(plan) }));
  const due = targeted.flatMap(({ plan, targets }) =>
    "reason" in targets || targets.length === 0 ? [] : plan,
  );
  if (due.length === 0) return targeted.map(({ plan, targets }) => withoutImage(plan, targets, rules));

  const renditions = due.map(({ rendition }) => rendition);
  const made =
    exceedsBytes(source.length, rules.limits) ??
    (source.isArchived ? sourceArchived : await compress(await source.read(), renditions, rules.limits));
  return targeted.map(({ plan, targets }) => {
    const at = due.indexOf(plan);
    if (at < 0 || "reason" in targets) return withoutImage(plan, targets, rules);
    if (made === sourceArchived) return rejected(plan, made, { limits: rules.limits });
    if ("reason" in made) return rejected(plan, made, rules);
    const image = made[at];
    if (image === undefined) throw new Error("A rendition has no image");
    return withImage(plan, targets, image, source.length);
  });
}

function findTargets({ names, wanted }: RenditionNames): Target[] | Rejection {
  return names.length === 0 ? keyTooLong : (planTargets(names, wanted) ?? outputKeyTaken(names));
}

function withoutSource(plan: RenditionNames, rules: Rules): Decided {
  const rendition = plan.rendition.name;
  const { stale, deleted, writes } = withoutOutputs(plan, rules);
  if (deleted.length > 0) return { outcome: { rendition, outcome: "deleted", deleted }, writes };
  if (stale.length > 0) return { outcome: { rendition, outcome: "stale", stale }, writes };
  return { outcome: { rendition, outcome: "absent" }, writes };
}

function withoutImage(plan: RenditionNames, targets: Target[] | Rejection, rules: Rules): Decided {
  if ("reason" in targets) return rejected(plan, targets, rules);
  return { outcome: { rendition: plan.rendition.name, outcome: "unchanged" }, writes: [] };
}

function withImage(
  { rendition, names, wanted }: RenditionNames,
  targets: Target[],
  image: Compressed,
  bytesIn: number,
): Decided {
  const output = createOutput(image, rendition, wanted);
  return {
    outcome: {
      rendition: rendition.name,
      outcome: "compressed",
      outputs: targets.map(({ key }) => key),
      collision: targets.some(({ key, replaces }) => replaces === undefined && key !== names[0]?.key),
      bytesIn,
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

/** Nothing is known of the image, which may be fine: outputs stay, also where deletions are mirrored. */
const sourceArchived: Rejection = {
  reason: "source-archived",
  detail: "S3 keeps the source in an archive: restore it, then copy it onto itself",
};

function outputKeyTaken(names: Name[]): Rejection {
  return { reason: "output-key-taken", detail: `owned by others: ${names.map(({ key }) => key).join(", ")}` };
}

function rejected(plan: RenditionNames, rejection: Rejection, rules: Rules): Decided {
  const { writes, ...left } = withoutOutputs(plan, rules);
  return { outcome: { rendition: plan.rendition.name, outcome: "rejected", ...left, ...rejection }, writes };
}

/** Ends the outputs of a source that can have none: they are deleted where deletions are mirrored, and stale elsewhere. */
function withoutOutputs({ rendition, names, wanted }: RenditionNames, { mirrorDeletions }: Rules) {
  const doomed = planDeletions(names, wanted);
  const keys = doomed.map(({ key }) => key);
  if (!mirrorDeletions) return { stale: keys, deleted: [], writes: [] };
  const writes = doomed.map((name): Write => ({ bucket: rendition.bucket, doomed: name }));
  return { stale: [], deleted: keys, writes };
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
