import type { Options } from "../../components/options/rules-and-defaults.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import { wholeNumber } from "../terminal/amounts.ts";

/** Holds the settings that decide bytes, seconds and dollars. */
export interface ToldSettings extends Pick<Options, "memoryMiB" | "architecture" | "ingestion"> {
  from: string;
  outputs: Output[];
}

type Output = Pick<
  RenditionSettings,
  "name" | "format" | "quality" | "scale" | "maxDimension" | "effort" | "metadata"
>;

export function toldSettings(
  from: string,
  { memoryMiB, architecture, ingestion }: Options,
  { renditions }: Settings,
): ToldSettings {
  const outputs = renditions.map(({ name, format, quality, scale, maxDimension, effort, metadata }) => ({
    ...{ name, format, quality, scale, effort, metadata },
    ...(maxDimension !== undefined && { maxDimension }),
  }));
  return { from, outputs, memoryMiB, architecture, ingestion };
}

/** Names the sources of the options, the strongest last. */
export function sourceOf(stack: string | undefined, config: string[] = []): string {
  const given = [...(stack === undefined ? [] : [stack]), ...(config.length > 0 ? ["--config"] : [])];
  return given.length === 0 ? "the defaults" : given.join(" and ");
}

/** Describes the settings in a sentence. */
export function settingsText({ from, outputs, memoryMiB, architecture, ingestion }: ToldSettings): string {
  const recipes = outputs.map(
    (output) => (outputs.length > 1 ? `${output.name}: ` : "") + recipeText(output),
  );
  const machine = `${wholeNumber(memoryMiB)} MiB on ${architecture}, ingestion ${ingestion}`;
  return `Reckoned with ${from}: ${[...recipes, machine].join("; ")}.`;
}

/** Leaves out what does not change the image. */
function recipeText({ format, quality, scale, maxDimension, effort, metadata }: Output): string {
  return [
    format,
    ...(format === "png" ? [] : [`quality ${quality}`]),
    ...(scale === 1 ? [] : [`scale ${scale}`]),
    ...(maxDimension === undefined ? [] : [`maxDimension ${maxDimension}`]),
    `effort ${effort}`,
    ...(metadata === "strip" ? [] : [`metadata ${metadata}`]),
  ].join(", ");
}
