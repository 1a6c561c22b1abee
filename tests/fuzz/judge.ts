import sharp from "sharp";
import { rejectionReasons } from "../../contract/rejection.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import type { Observation } from "./function.ts";

export interface Verdict {
  /** What became of each rendition: `compressed`, a rejection's reason, or nothing that is known. */
  outcomes: string[];
  /** What must not be, whatever the file. */
  violations: string[];
}

type ReadOutput = (bucket: string, key: string) => Promise<Uint8Array>;

/** What a file may take of the function's memory, which is 1,769 MiB by default. */
export const allowedMiB = 1200;

const reasons = new Set<string>(rejectionReasons);

/** Whether the function did with a file what it may: an output that is an image, or a reason, for each rendition. */
export async function judge(
  { result, lines, peakMiB }: Observation,
  { renditions }: Settings,
  read: ReadOutput,
): Promise<Verdict> {
  if (result.outcome === "failed")
    return { outcomes: ["failed"], violations: [`${result.errorType}: ${result.errorMessage}`] };
  const violations: string[] = [];
  if (peakMiB > allowedMiB) violations.push(`${peakMiB} MiB of memory, more than ${allowedMiB}`);
  const outcomes: string[] = [];
  for (const rendition of renditions) {
    const line = lines.find((line) => renditionsOf(line).includes(rendition.name));
    const outcome = outcomeOf(line);
    outcomes.push(outcome ?? "none");
    if (outcome === undefined) violations.push(`${rendition.name} has no outcome: ${JSON.stringify(line)}`);
    else if (outcome === "compressed") violations.push(...(await faultsOf(line, rendition, read)));
  }
  return { outcomes, violations };
}

/** A rejection that several share is written once, for all of them. */
function renditionsOf(line: Record<string, unknown>): string[] {
  return String(line.rendition).split(", ");
}

type Line = Record<string, unknown> | undefined;

function outcomeOf(line: Line): string | undefined {
  if (line?.message === "compressed") return "compressed";
  return line?.message === "rejected" && reasons.has(String(line.reason)) ? String(line.reason) : undefined;
}

/** What is wrong with an output, each of its rows decoded. */
async function faultsOf(
  line: Line,
  { name, bucket, format }: RenditionSettings,
  read: ReadOutput,
): Promise<string[]> {
  const key = String([line?.outputs].flat()[0]);
  try {
    const image = sharp(await read(bucket, key), { failOn: "warning", limitInputPixels: false });
    const metadata = await image.metadata();
    await image.stats();
    const wanted = `${format === "avif" ? "heif" : format} ${line?.width} × ${line?.height}`;
    const found = `${metadata.format} ${metadata.width} × ${metadata.pageHeight ?? metadata.height}`;
    return found === wanted ? [] : [`${name} is ${found}, not ${wanted}`];
  } catch (error) {
    return [`${name} cannot be decoded: ${String(error)}`];
  }
}
