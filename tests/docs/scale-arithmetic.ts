import { createContext, runInContext } from "node:vm";

/** A tiered price: dollars, and the amount up to which they hold. */
export type Steps = [price: number, upTo: number][];
type Scope = Record<string, unknown>;

/** A row of a table, its cells by the titles of their columns. */
type Row = Record<string, string>;

/** A figure of the page beside the result of the page's own formulas. */
interface Figure {
  where: string;
  said: string;
  computed: string;
}

/** Reads the page's tables: inputs, formulas in JavaScript, and their results for each number of uploads. */
export function readArithmetic(page: string) {
  const rows = rowsOf(page);
  const definitions = rows.flatMap((row): [string, string][] => {
    const definition = row["value or formula"] ?? row.number;
    return definition === undefined ? [] : [[nameIn(Object.values(row)[0]), definition]];
  });
  const inputs = Object.fromEntries(
    definitions.filter(([, cell]) => !cell.startsWith("`")).map(([name, cell]) => [name, readValue(cell)]),
  );
  const formulas = definitions.flatMap(([name, cell]): [string, string][] => {
    const formula = /^`([^`]+)`/.exec(cell)?.[1];
    return formula === undefined ? [] : [[name, formula]];
  });

  const scopeOf = (given: Scope): Scope => {
    const scope = createContext({ ...helpers, ...inputs, ...given });
    for (const [name, formula] of formulas) scope[name] = attempt(formula, scope);
    return scope;
  };
  return {
    inputs,
    scopeOf,
    figures: () => [...rowFigures(rows, scopeOf), ...loneFigures(page, scopeOf({}))],
  };
}

const { ceil, max, min } = Math;
const helpers = { ceil, max, min, tiered, none: Number.NaN };

function tiered(amount: number, steps: Steps): number {
  const from = [0, ...steps.map(([, upTo]) => upTo)];
  return steps.reduce(
    (sum, [price, upTo], at) => sum + price * max(0, min(amount, upTo) - (from[at] ?? 0)),
    0,
  );
}

/** A formula on uploads has no value without them. */
function attempt(formula: string, scope: Scope): unknown {
  try {
    return runInContext(`(${formula})`, scope);
  } catch (error) {
    if (scope.uploads === undefined) return undefined;
    throw error;
  }
}

function rowsOf(page: string): Row[] {
  const tables = page.match(/^\|.*\n\|[-|]+\n(?:\|.*\n)+/gm) ?? [];
  return tables.flatMap((table) => {
    const [titles = [], , ...rows] = table.trim().split("\n").map(cellsOf);
    return rows.map((cells) => Object.fromEntries(titles.map((title, at) => [title, cells[at] ?? ""])));
  });
}

function cellsOf(line: string): string[] {
  return line
    .split("|")
    .slice(1, -1)
    .map((cell) => cell.trim());
}

/** Finds the name in brackets at the end of a title or first cell, or else the first name in it. */
function nameIn(cell = ""): string {
  return (/\(`(\w+)`\)/.exec(cell) ?? /`(\w+)`/.exec(cell))?.[1] ?? "";
}

function readValue(cell: string): number | Steps {
  const steps = cell.replaceAll(",", "").split("; ");
  if (steps.length === 1) return Number(steps[0]);
  return steps.map((step) => {
    const [price, upTo = "Infinity"] = step.split(" to ");
    return [Number(price), Number(upTo)];
  });
}

const perDay = "uploads a day";

function rowFigures(rows: Row[], scopeOf: (given: Scope) => Scope): Figure[] {
  const loads = rows.filter((row) => row[perDay] !== undefined);
  return loads.flatMap((row) => {
    const scope = scopeOf({ ...chosen(loads, row[perDay]), uploads: readValue(row[perDay] ?? "") });
    const figures = Object.entries(row).filter(([title, cell]) => title !== perDay && !cell.startsWith("`"));
    return figures.map(([title, said]) => {
      const name = nameIn(title);
      return { where: `${name} of ${row[perDay]}`, said, computed: shown(scope[name]) };
    });
  });
}

/** Reads the settings for so many uploads: the cells in code spans. */
function chosen(loads: Row[], uploads = ""): Scope {
  const cells = loads.filter((row) => row[perDay] === uploads).flatMap((row) => Object.entries(row));
  const codes = cells.filter(([, cell]) => cell.startsWith("`"));
  return Object.fromEntries(codes.map(([title, cell]) => [nameIn(title), cell.replaceAll("`", "")]));
}

/** Reads formulas in the text, each followed by its result. */
function loneFigures(page: string, scope: Scope): Figure[] {
  return [...page.matchAll(/`([^`]+)` = ([\d,.]+)/g)].map(([, formula = "", said = ""]) => {
    return { where: formula, said, computed: shown(runInContext(formula, scope)) };
  });
}

function shown(value: unknown): string {
  if (typeof value !== "number") return `no number: ${value}`;
  return Number.isNaN(value) ? "–" : value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
