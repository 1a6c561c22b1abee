import { defaultRendition, type RenditionSettings } from "../../contract/settings.ts";
import type { Options } from "../options/option-rules.ts";
import type { WebRendition } from "../options/rendition-options.ts";

/** One output of each source, before its bucket has a name. */
export interface PlannedRendition
  extends Omit<RenditionSettings, "bucket" | "maxDimension" | "objectTags" | "cacheControl"> {
  /** As messages name it. */
  title: string;
  bucket: "output" | "web";
  maxDimension: number | undefined;
  objectTags: Options["objectTags"];
  cacheControl: string | undefined;
}

/** Every output that the options describe: the pipeline's own, then the further ones, the third bucket's last. */
export function plannedRenditions(options: Options): PlannedRendition[] {
  const { renditions, web } = options;
  const further = renditions.map(({ name, outputSuffix = `-${name}`, ...changes }, index) =>
    planned(options, name, `\`renditions[${index}]\``, "output", { ...changes, outputSuffix }),
  );
  return [
    planned(options, defaultRendition, "the pipeline's own output", "output", {}),
    ...further,
    ...(web === undefined ? [] : [planned(options, "web", "`web`", "web", web)]),
  ];
}

function planned(
  { quality, scale, maxDimension, format, background, metadata, effort, ...options }: Options,
  name: string,
  title: string,
  bucket: PlannedRendition["bucket"],
  changes: WebRendition,
): PlannedRendition {
  const { outputPrefix, outputSuffix, objectTags, cacheControl } = options;
  const own = { quality, scale, maxDimension, format, background, metadata, effort };
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  return {
    name,
    title,
    bucket,
    ...own,
    ...{ outputPrefix, outputSuffix, objectTags, cacheControl },
    ...Object.fromEntries(given),
  };
}
