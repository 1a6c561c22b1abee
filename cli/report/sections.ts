import { bytes, dollars, milliseconds, percents, sum, wholeNumber } from "../terminal/amounts.ts";
import { worthText } from "../terminal/savings-assumptions.ts";
import { type Row, type Section, withBars } from "../terminal/table.ts";
import type { Percentiles, Report } from "./report.ts";

/** Returns a report's sections, the same for a terminal and a page. */
export function sectionsOf(report: Report): Section[] {
  return [
    imageSection(report),
    byteSection(report),
    rejectionSection(report),
    percentileSection(report),
    savingSection(report),
    costSection(report),
  ].filter(({ rows }) => rows.length > 0);
}

function imageSection(report: Report): Section {
  const { looked, compressed, unchanged, rejected, failedTries, deadLetters } = report;
  const { stale, deleted, collisions, conflicts, unmarkable } = report;
  const always = { "looked at": looked, compressed, unchanged, rejected, "failed tries": failedTries };
  const seldom = { "left stale": stale, deleted, collisions, conflicts, unmarkable };
  const seen = Object.entries(seldom).filter(([, count]) => count !== null);
  const counts: [string, number | null][] = [
    ...Object.entries(always),
    ["dead letters", deadLetters],
    ...seen,
  ];
  const remark = imageRemark(report);
  return { title: "Images", rows: withBars(counts, wholeNumber), ...(remark !== "" && { remark }) };
}

function imageRemark({ looked, failedTries, deadLetters }: Report): string {
  const remarks = [
    looked ? "" : "No image was looked at in this time.",
    failedTries ? "A try that Lambda ended, by timeout or for memory, is a failed one too." : "",
    deadLetters
      ? "Dead letters are the most that waited at once: `redrive --dry-run` tells of those that do now."
      : "",
  ];
  return remarks.filter((text) => text !== "").join(" ");
}

function byteSection({ bytesIn, bytesOut, bytesSaved, savedPercent, renditions }: Report): Section {
  const rows = withBars(
    [
      ["uploaded", bytesIn],
      ["written", bytesOut],
      ...writtenParts(bytesOut, renditions),
      ["saved", bytesSaved],
    ],
    bytes,
  );
  return { title: "Bytes", rows: [...rows, { label: "share saved", figures: [percents(savedPercent)] }] };
}

/**
 * Splits written bytes by rendition. The rest was written before there were several, or by one CloudWatch no
 * longer lists.
 */
function writtenParts(bytesOut: number | null, renditions: Report["renditions"]): [string, number][] {
  const parts = Object.entries(renditions);
  if (parts.length === 0) return [];
  const rest = (bytesOut ?? 0) - sum(parts.map(([, size]) => size));
  const all: [string, number][] = rest > 0 ? [...parts, ["not told apart", rest]] : parts;
  return all.map(([name, size]) => [`  ${name}`, size]);
}

function rejectionSection({ rejections }: Report): Section {
  return { title: "Rejected, by reason", rows: withBars(Object.entries(rejections), wholeNumber) };
}

function percentileSection({ percentiles }: Report): Section {
  const row = (label: string, of: Percentiles, text: typeof milliseconds): Row => {
    return { label, figures: Object.values(of).map(text) };
  };
  return {
    title: "Of all images",
    heads: Object.keys(percentiles.sizeRatio),
    rows: [
      row("time to output", percentiles.uploadToOutput, milliseconds),
      row("reading", percentiles.readDuration, milliseconds),
      row("compressing", percentiles.compressDuration, milliseconds),
      row("writing", percentiles.writeDuration, milliseconds),
      row("size of output", percentiles.sizeRatio, percents),
    ],
  };
}

function savingSection({ savings, firstImage, since }: Report): Section {
  const isNew = firstImage !== null && firstImage > since;
  const like = isNew
    ? `like the time since the first image (${minuteOf(firstImage)} UTC)`
    : "of uploads like these";
  return {
    title: "Saved in a month",
    rows: [{ label: "dollars", figures: [dollars(savings.dollarsPerMonth)] }],
    remark: `For 30 days ${like}. ${worthText(savings)}`,
  };
}

function costSection({ cost }: Report): Section {
  const { compute, invocations, writes, reads, logs, queue, total, perMillionImages } = cost;
  const parts = {
    compute,
    invocations,
    "S3 writes": writes,
    "S3 reads": reads,
    logs,
    ...(queue !== 0 && { SQS: queue }),
  };
  const sums = { together: total, "a million images": perMillionImages };
  const plainRow = ([label, amount]: [string, number | null]) => ({ label, figures: [dollars(amount)] });
  return {
    title: "Cost",
    rows: [...withBars(Object.entries(parts), dollars), ...Object.entries(sums).map(plainRow)],
    remark: `Estimated at AWS's list prices of us-east-1, without what does not grow with the uploads.${missingCosts(cost)}`,
  };
}

function missingCosts({ memoryMiB, invocations, queue }: Report["cost"]): string {
  if (memoryMiB === undefined) return " The function is gone, and what hangs on it is not known.";
  if (invocations === null || queue !== null) return "";
  return " The function's settings may not be read, and what hangs on them is not known: allow kms:Decrypt on their key.";
}

export function minuteOf(time: string): string {
  return time.slice(0, 16).replace("T", " ");
}
