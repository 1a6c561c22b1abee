import { figureNames } from "./queries.ts";
import type { Report } from "./report.ts";

/** Returns a row for each period, as RFC 4180 says; a value missing from CloudWatch is an empty cell. */
export function csvOf({ pipeline, periods }: Report): string {
  const rows = periods.map((period) => [pipeline, period.start, ...figureNames.map((name) => period[name])]);
  return [["pipeline", "start", ...figureNames], ...rows]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
}

/**
 * A spreadsheet would run text with the beginning of a formula:
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
function cell(value: string | number | null): string {
  if (typeof value !== "string") return String(value ?? "");
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
