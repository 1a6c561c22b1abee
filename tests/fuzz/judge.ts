import sharp from "sharp";
import { rejectionReasons } from "../../contract/rejection.ts";
import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import type { Observation } from "./function.ts";

export interface Verdict {
  /** The result of each rendition: `compressed`, a rejection's reason, or unknown. */
  outcomes: string[];
  /** Violations of the rules for every file. */
  violations: string[];
}

type ReadOutput = (bucket: string, key: string) => Promise<Uint8Array>;

/** The most memory for one file; the function has 1,769 MiB by default. */
export const allowedMiB = 1200;

const reasons = new Set<string>(rejectionReasons);

/** Requires a valid output or a reason for each rendition. */
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

/** Renditions with the same rejection share one line. */
function renditionsOf(line: Record<string, unknown>): string[] {
  return String(line.rendition).split(", ");
}

type Line = Record<string, unknown> | undefined;

function outcomeOf(line: Line): string | undefined {
  if (line?.message === "compressed") return "compressed";
  return line?.message === "rejected" && reasons.has(String(line.reason)) ? String(line.reason) : undefined;
}

/** Decodes an output to its last row and returns its faults. */
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
