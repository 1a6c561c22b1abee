import type { Results } from "./results.ts";

interface Bar {
  label: string;
  value: number;
  isOurs: boolean;
}

interface Panel {
  title: string;
  bars: Bar[];
}

const [width, labelWidth, barHeight, gap, titleHeight, margin] = [760, 190, 18, 6, 40, 20];
const scaleWidth = width - labelWidth - 50;
const longest = 2.5;

const style = `
  text { font: 13px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600 }
  .ours { fill: #0969da }
  .other { fill: #afb8c1 }
  .one { stroke: #59636e; stroke-dasharray: 3 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc }
    .ours { fill: #4493f8 }
    .other { fill: #59636e }
    .one { stroke: #9198a1 }
  }`;

/** Draws processor time and bytes as bars. The dashed line is the lab. */
export function plot(results: Results): string {
  const panels = [...timePanels(results), bytesPanel(results)];
  let top = margin;
  const drawn = panels.map((panel) => {
    const text = drawPanel(panel, top);
    top += panelHeight(panel);
    return text;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" width="${width}" height="${top}" role="img">
<title>Processor time and bytes to those of a Pillow lab</title>
<style>${style}
</style>
${drawn.join("\n")}
</svg>
`;
}

function timePanels({ classes }: Results): Panel[] {
  return Object.entries(classes).map(([name, { comparisons }]) => ({
    title: `Processor time, ${name} (Pillow lab = 1)`,
    bars: comparisons
      .filter((one) => one.name !== "lab")
      .map((one) => ({ label: one.name, value: one.time.median, isOurs: one.name === "ours" })),
  }));
}

function bytesPanel({ equalQuality }: Results): Panel {
  return {
    title: "Bytes at the lab's quality, JPEG photographs (Pillow lab = 1)",
    bars: equalQuality.map(({ name, bytes }) => ({ label: name, value: bytes.median, isOurs: true })),
  };
}

function panelHeight({ bars }: Panel): number {
  return titleHeight + bars.length * (barHeight + gap) + margin;
}

function drawPanel({ title, bars }: Panel, top: number): string {
  const first = top + titleHeight - 16;
  const last = first + bars.length * (barHeight + gap);
  const one = labelWidth + scaleWidth / longest;
  return [
    `<text class="title" x="0" y="${top + 12}">${title}</text>`,
    ...bars.map((bar, at) => drawBar(bar, first + at * (barHeight + gap))),
    `<line class="one" x1="${one}" x2="${one}" y1="${first - 4}" y2="${last}"/>`,
  ].join("\n");
}

function drawBar({ label, value, isOurs }: Bar, y: number): string {
  const length = (Math.min(value, longest) / longest) * scaleWidth;
  const kind = isOurs ? "ours" : "other";
  const baseline = y + barHeight - 5;
  return `<text x="${labelWidth - 8}" y="${baseline}" text-anchor="end">${label}</text>
<rect class="${kind}" x="${labelWidth}" y="${y}" width="${length.toFixed(1)}" height="${barHeight}" rx="2"/>
<text x="${width}" y="${baseline}" text-anchor="end">${value.toFixed(2)}</text>`;
}
