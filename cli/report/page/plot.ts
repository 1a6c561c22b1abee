import { sum } from "../../terminal/amounts.ts";
import { html, type Markup } from "./markup.ts";

/** Holds one kind of bar: a value for each period, and the class for its colour. */
interface Series {
  name: string;
  color: "first" | "second" | "third" | "fourth";
  values: (number | null)[];
}

interface Plot {
  title: string;
  /** Holds the start of each period, as text. */
  starts: string[];
  series: Series[];
  /** Stacks the bars of a period, or else puts them side by side. */
  isStacked: boolean;
  text: (amount: number) => string;
}

const size = { width: 720, height: 220 };
const area = { left: 64, right: 712, top: 12, bottom: 196 };

/** Draws bars over time, each with a tooltip; a table on the page has the same figures. */
export function barPlot(plot: Plot): Markup {
  const { title, starts, series } = plot;
  const top = roundTop(largestOf(plot));
  const keys = series.map(({ name, color }) => {
    return html`<span class="key"><svg viewBox="0 0 1 1" aria-hidden="true"><rect class="${color}" width="1" height="1"/></svg>${name}</span> `;
  });
  const label = `${title}, from ${starts[0] ?? ""} to ${starts.at(-1) ?? ""}`;
  return html`<figure>
<div class="wide" tabindex="0" role="region" aria-label="Plot of ${title.toLowerCase()}">
<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${label}">
${axis(top, plot)}${starts.map((_, at) => barsOf(at, top, plot))}
</svg>
</div>
<figcaption>${keys}</figcaption>
</figure>`;
}

function largestOf({ starts, series, isStacked }: Plot): number {
  const heights = starts.flatMap((_, at) => {
    const values = series.map(({ values }) => Math.max(0, values[at] ?? 0));
    return isStacked ? sum(values) : values;
  });
  return heights.reduce((largest, height) => Math.max(largest, height), 0);
}

/** Rounds up to 1, 2 or 5 times a power of ten, so all three lines are at round figures. */
function roundTop(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 5, 10].find((step) => step * power >= value) ?? 10);
}

function axis(top: number, { starts, text }: Plot): Markup[] {
  const lines = [0, top / 2, top].map((value) => {
    const y = heightOf(value, top);
    return html`<line x1="${area.left}" x2="${area.right}" y1="${y}" y2="${y}"/>
<text x="${area.left - 6}" y="${y + 4}" text-anchor="end">${text(value)}</text>`;
  });
  const below = area.bottom + 16;
  return [
    ...lines,
    html`<text x="${area.left}" y="${below}">${starts[0] ?? ""}</text>
<text x="${area.right}" y="${below}" text-anchor="end">${starts.at(-1) ?? ""}</text>`,
  ];
}

function barsOf(at: number, top: number, { starts, series, isStacked, text }: Plot): Markup[] {
  const slot = (area.right - area.left) / starts.length;
  const width = (slot * 0.8) / (isStacked ? 1 : series.length);
  let base = 0;
  return series.flatMap(({ name, color, values }, index) => {
    const value = values[at] ?? 0;
    if (value <= 0) return [];
    const x = area.left + slot * (at + 0.1) + (isStacked ? 0 : index * width);
    const y = heightOf(base + value, top);
    const height = heightOf(base, top) - y;
    if (isStacked) base += value;
    return html`<rect class="${color}" x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"><title>${starts[at] ?? ""}, ${name}: ${text(value)}</title></rect>`;
  });
}

function heightOf(value: number, top: number): number {
  return area.bottom - (value / top) * (area.bottom - area.top);
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}
