import { bytes, dollars, milliseconds, percents, wholeNumber } from "../terminal/amounts.ts";
import { counted } from "../terminal/printable.ts";
import { worthText } from "../terminal/savings-assumptions.ts";
import { type Appearance, formatTable, type Section, withBars } from "../terminal/table.ts";
import type { Report } from "./report.ts";
import { settingsText } from "./settings.ts";

/** Limits the files listed by name. */
const maxNamed = 10;

/** Formats an estimate for a terminal or a pipe. */
export function tableOf(report: Report, appearance: Appearance): string {
  return formatTable(
    {
      title: report.folder,
      subtitle: withSettings(subtitleOf(report), report),
      sections: [
        ...byteSections(report),
        ...renditionSection(report),
        ...rejectionSection(report),
        ...moneySections(report),
      ],
      notes: notesOf(report),
    },
    appearance,
  );
}

/** Without an output nothing was reckoned. */
function withSettings(subtitle: string, { total, settings }: Report): string {
  return total === null ? subtitle : `${subtitle}. ${settingsText(settings)}`;
}

function subtitleOf({
  images,
  tried,
  interrupted,
  leftOut: { otherFiles, bySuffix, links },
}: Report): string {
  const others = [
    [counted(otherFiles, "file"), otherFiles, "of no image format"],
    [counted(bySuffix, "file"), bySuffix, "without one of uploadSuffixes"],
    [counted(links, "link"), links, "(not followed)"],
  ] as const;
  const leftOut = others.filter(([, count]) => count > 0).map(([text, , why]) => `${text} ${why}`);
  const found = images === 0 ? "No images" : counted(images, "image");
  return [
    interrupted
      ? `${found}, interrupted after ${tried}`
      : tried < images
        ? `${found}, ${tried} tried`
        : found,
    ...(leftOut.length > 0 ? [`left out: ${leftOut.join(", ")}`] : []),
  ].join("; ");
}

function byteSections({ classes, total }: Report): Section[] {
  if (total === null) return [];
  const lines = classes.length > 1 ? [...classes, total] : classes;
  return [
    {
      title: "Images and their bytes",
      heads: ["images", "before", "after"],
      rows: lines.map((line) => ({
        label: line.class,
        figures: [wholeNumber(line.images), bytes(line.bytesIn), bytes(line.bytesOut)],
      })),
    },
    {
      title: "Of each image",
      heads: ["saved", "SSIM", "time"],
      rows: lines.map(({ class: label, savedPercent, ssim, seconds }) => ({
        label,
        figures: [percents(savedPercent), ssim.toFixed(3), milliseconds(seconds * 1000)],
        share: Math.max(0, savedPercent / 100),
      })),
      remark:
        "SSIM is how alike output and source are, 1 where nobody could tell them apart. Time is of one processor of this machine.",
    },
  ];
}

function renditionSection({ renditions }: Report): Section[] {
  const entries = Object.entries(renditions);
  if (entries.length < 2) return [];
  const rows = entries.map(([label, size]) => ({ label, figures: [bytes(size)] }));
  return [{ title: "Bytes of each rendition", rows }];
}

function rejectionSection({ rejected }: Report): Section[] {
  if (rejected.length === 0) return [];
  const reasons = Map.groupBy(rejected, ({ reason }) => reason);
  const rows = [...reasons].map(([label, same]) => ({ label, figures: [wholeNumber(same.length)] }));
  return [{ title: "Rejected, by reason", rows }];
}

function moneySections({ month }: Report): Section[] {
  if (month === null) return [];
  const { writes, reads, metrics, total, ...others } = month.costs;
  const { compute, invocations, events, logs, traces, alarms, dashboard, key } = others;
  const growing = { compute, invocations, "S3 writes": writes, "S3 reads": reads, events, logs, traces };
  const fixed = { "metrics, at most": metrics, alarms, dashboard, key };
  const all = { ...growing, ...fixed, "together, at most": total, saved: month.saved };
  const rows = withBars(
    Object.entries(all).filter(([, amount]) => amount !== 0),
    dollars,
  );
  return [
    {
      title: `A month of ${wholeNumber(month.uploads)} uploads like these`,
      rows: [...rows, { label: "pays from", figures: [viewsText(month.paysFromViews)] }],
      remark: `List prices of us-east-1, as if Lambda took as long as this machine, without storage and free tiers: docs/costs.md. Metrics, alarms and dashboard cost the same whatever the uploads. ${worthText(month.worth)}`,
    },
  ];
}

/** Rounds up, since with fewer views it would not pay. */
export function viewsText(views: number | null): string {
  if (views === null) return "never";
  const step = views < 10 ? 0.1 : 1;
  const rounded = Math.ceil(views / step) * step;
  return `${rounded.toLocaleString("en-US", { maximumFractionDigits: 1 })} ${rounded === 1 ? "view" : "views"}`;
}

function notesOf({ rejected, unreadable }: Report): string[] {
  const lines = [
    ...unreadable.map(({ file, why }) => `${file || "."}: skipped, ${why}`),
    ...rejected.map(({ file, reason, detail }) => `${file}: ${reason}, ${detail}`),
  ];
  const hidden = lines.length - maxNamed;
  return hidden > 0 ? [...lines.slice(0, maxNamed), `And ${hidden} more: --json names all.`] : lines;
}
