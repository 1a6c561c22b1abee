import type { Appearance } from "../terminal/table.ts";
import { formatTable } from "../terminal/table.ts";
import type { Report } from "./report.ts";
import { minuteOf, sectionsOf } from "./sections.ts";

/** Formats a report for a terminal or a pipe. */
export function tableOf(report: Report, appearance: Appearance): string {
  return formatTable(
    {
      title: `${report.pipeline} in ${report.region}`,
      subtitle: `${minuteOf(report.since)} to ${minuteOf(report.until)} UTC`,
      sections: sectionsOf(report),
      notes: report.notes,
    },
    appearance,
  );
}
