import { createHash } from "node:crypto";
import { bytes, wholeNumber } from "../../terminal/amounts.ts";
import type { Section } from "../../terminal/table.ts";
import { day } from "../range.ts";
import { failedTriesOf, type Report } from "../report.ts";
import { minuteOf, sectionsOf } from "../sections.ts";
import { html, Markup } from "./markup.ts";
import { barPlot } from "./plot.ts";
import { style } from "./style.ts";

/** Returns a report as one page that needs nothing else and may load nothing else. */
export function pageOf(report: Report): string {
  const styleHash = createHash("sha256").update(style).digest("base64");
  const title = `${report.pipeline} in ${report.region}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${new Markup(styleHash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${minuteOf(report.since)} to ${minuteOf(report.until)} UTC</p>
${report.notes.map((note) => html`<p><strong>${note}</strong></p>`)}
<h2>Images over time</h2>
${imagePlot(report)}
<h2>Bytes over time</h2>
${bytePlot(report)}
${sectionsOf(report).map(sectionMarkup)}
<h2>All periods</h2>
${periodTable(report)}
</main>
</body>
</html>
`;
  return page.text;
}

function imagePlot(report: Report): Markup {
  const values = (name: "compressed" | "unchanged" | "rejected") =>
    report.periods.map((period) => period[name]);
  return barPlot({
    title: "Images",
    starts: startsOf(report),
    isStacked: true,
    text: wholeNumber,
    series: [
      { name: "compressed", color: "first", values: values("compressed") },
      { name: "unchanged", color: "second", values: values("unchanged") },
      { name: "rejected", color: "third", values: values("rejected") },
      { name: "failed tries", color: "fourth", values: report.periods.map(failedTriesOf) },
    ],
  });
}

function bytePlot(report: Report): Markup {
  return barPlot({
    title: "Bytes",
    starts: startsOf(report),
    isStacked: false,
    text: bytes,
    series: [
      { name: "uploaded", color: "third", values: report.periods.map(({ bytesIn }) => bytesIn) },
      { name: "written", color: "first", values: report.periods.map(({ bytesOut }) => bytesOut) },
    ],
  });
}

function sectionMarkup({ title, heads, rows, remark }: Section): Markup {
  const hasBars = rows.some(({ share }) => share !== undefined);
  return html`<h2>${title}</h2>
<table>
${remark === undefined ? "" : html`<caption>${remark}</caption>`}
${heads === undefined ? "" : html`<tr><td></td>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>`}
${rows.map(
  ({ label, figures, share }) => html`<tr><th scope="row">${label}</th>${figures.map(
    (figure) => html`<td>${figure}</td>`,
  )}${hasBars ? html`<td class="bar">${share ? bar(share) : ""}</td>` : ""}</tr>
`,
)}</table>
`;
}

function bar(share: number): Markup {
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect width="${Math.max(share * 100, 0.5)}" height="1"/></svg>`;
}

function periodTable(report: Report): Markup {
  const counts = ["compressed", "unchanged", "rejected", "failed"];
  const heads = [...counts, "Lambda's errors", "dead letters", "uploaded", "written", "saved"];
  return html`<div class="wide" tabindex="0" role="region" aria-label="All periods">
<table>
<tr><th scope="col">start</th>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr>
${report.periods.map((period) => {
  const { start, compressed, unchanged, rejected, failed, errors, deadLetters } = period;
  const figures = [
    ...[compressed, unchanged, rejected, failed, errors, deadLetters].map(wholeNumber),
    ...[period.bytesIn, period.bytesOut, period.bytesSaved].map(bytes),
  ];
  return html`<tr><th scope="row">${startOf(start, report)}</th>${figures.map((figure) => html`<td>${figure}</td>`)}</tr>
`;
})}</table>
</div>
`;
}

function startsOf(report: Report): string[] {
  return report.periods.map(({ start }) => startOf(start, report));
}

/** Leaves out the time of day when periods are days. */
function startOf(start: string, { periodSeconds }: Report): string {
  return periodSeconds === day ? start.slice(0, 10) : minuteOf(start);
}
