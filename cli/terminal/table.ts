import { styleText } from "node:util";
import { sum } from "./amounts.ts";
import { printable } from "./printable.ts";
import { columnsOf, type Terminal } from "./terminal.ts";

/** Holds one line of a table. The bar's length is `share`, relative to the section's largest. */
export interface Row {
  label: string;
  figures: string[];
  share?: number;
}

export interface Section {
  title: string;
  /** Names the columns of figures, where there are several. */
  heads?: string[];
  rows: Row[];
  /** Explains where the figures come from. */
  remark?: string;
}

/** Holds a command's findings for people. */
export interface Table {
  title: string;
  subtitle: string;
  sections: Section[];
  notes: string[];
}

/** Describes what the output can show: a pipe gets nothing but text. */
export interface Appearance {
  columns: number;
  hasBars: boolean;
  hasColours: boolean;
}

/** Scales bars to the largest amount; a negative amount has none. */
export function withBars(entries: [string, number | null][], text: (amount: number | null) => string): Row[] {
  const largest = Math.max(...entries.map(([, amount]) => amount ?? 0));
  return entries.map(([label, amount]) => ({
    label,
    figures: [text(amount)],
    share: largest > 0 ? Math.max(0, amount ?? 0) / largest : 0,
  }));
}

const minBar = 4;
const maxBar = 40;

/** Returns the table as lines, none wider than the terminal. */
export function formatTable({ title, subtitle, sections, notes }: Table, appearance: Appearance): string {
  const lines = [
    ...wrapped(title, appearance).map((line) => strong(line, appearance)),
    ...wrapped(subtitle, appearance),
    ...sections.flatMap((section) => ["", ...sectionLines(section, appearance)]),
    ...notes.flatMap((note) => ["", ...wrapped(note, appearance)]),
  ];
  return `${lines.join("\n")}\n`;
}

/** Detects what the terminal can show; a pipe gets 120 columns of text. */
export function appearanceOf({ stdout }: Pick<Terminal, "stdout">): Appearance {
  const isTerminal = stdout.isTTY === true;
  return {
    columns: isTerminal ? columnsOf(stdout) : 120,
    hasBars: isTerminal,
    hasColours: isTerminal && stdout.hasColors?.() === true,
  };
}

function sectionLines({ title, heads, rows, remark }: Section, appearance: Appearance): string[] {
  const all = heads === undefined ? rows : [{ label: "", figures: heads }, ...rows];
  const widths = columnWidths(all);
  const used = sum(widths) + widths.length;
  // Labels are cut before figures.
  const tooMuch = Math.max(0, used + 1 - appearance.columns);
  const [labelWidth = 0, ...figureWidths] = widths;
  const fitted = [Math.max(labelWidth - tooMuch, 1), ...figureWidths];
  const bar = Math.min(appearance.columns - used - 3, maxBar);
  return [
    strong(title, appearance),
    ...all.map((row) => rowLine(row, fitted, appearance.hasBars && bar >= minBar ? bar : 0, appearance)),
    ...(remark === undefined ? [] : wrapped(remark, appearance).map((line) => faint(line, appearance))),
  ];
}

function columnWidths(rows: Row[]): number[] {
  const columns = Math.max(...rows.map(({ figures }) => figures.length));
  const longest = (texts: string[]) => Math.max(...texts.map((text) => text.length));
  const figureWidths = Array.from({ length: columns }, (_, at) =>
    Math.max(7, longest(rows.map(({ figures }) => figures[at] ?? ""))),
  );
  return [Math.max(16, longest(rows.map(({ label }) => label))), ...figureWidths];
}

function rowLine(
  { label, figures, share = 0 }: Row,
  widths: number[],
  bar: number,
  appearance: Appearance,
): string {
  const [labelWidth = 0, ...figureWidths] = widths;
  const cells = figures.map((figure, at) => figure.padStart(figureWidths[at] ?? 0));
  const line = ` ${[shortened(printable(label), labelWidth).padEnd(labelWidth), ...cells].join(" ")}`;
  const drawn = barOf(share, bar);
  return drawn === "" ? line.trimEnd() : `${line}  ${coloured(drawn, appearance)}`;
}

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Draws at least an eighth for any share above 0. */
function barOf(share: number, width: number): string {
  if (width === 0 || share <= 0) return "";
  const parts = Math.max(1, Math.round(share * width * 8));
  return "█".repeat(Math.floor(parts / 8)) + eighths[parts % 8];
}

function shortened(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}

/** Breaks between words, and within words longer than a line. */
function wrapped(text: string, { columns }: Appearance): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of printable(text)
    .split(" ")
    .flatMap((word) => pieces(word, columns))) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (word.length <= width) return [word];
  return [word.slice(0, width), ...pieces(word.slice(width), width)];
}

const strong = (text: string, appearance: Appearance) => styled(text, "bold", appearance);
const faint = (text: string, appearance: Appearance) => styled(text, "dim", appearance);
const coloured = (text: string, appearance: Appearance) => styled(text, "cyan", appearance);

function styled(text: string, style: "bold" | "dim" | "cyan", { hasColours }: Appearance): string {
  return hasColours ? styleText(style, text, { validateStream: false }) : text;
}
