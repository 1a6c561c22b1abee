import { defaultRendition, type RenditionSettings } from "../../contract/settings.ts";
import type { WebRendition } from "../options/rendition-options.ts";
import type { Options } from "../options/rules-and-defaults.ts";

/** One output of each source, before its bucket has a name. */
export interface PlannedRendition
  extends Omit<RenditionSettings, "bucket" | "maxDimension" | "objectTags" | "cacheControl"> {
  /** Names the output in messages. */
  title: string;
  bucket: "output" | "web";
  maxDimension: number | undefined;
  objectTags: Options["objectTags"];
  cacheControl: string | undefined;
}

/** Lists the outputs of each source: the pipeline's own, then `renditions`, then `web`. */
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
