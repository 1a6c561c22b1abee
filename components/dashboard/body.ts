import { costRows } from "./costs.ts";
import type { Shown, ShownOptions } from "./dashboard-resources.ts";
import { healthRows } from "./health.ts";
import { imageRows } from "./images.ts";
import { rejectionRows } from "./rejections.ts";
import { savingRows } from "./savings.ts";
import { speedRows } from "./speed.ts";
import { rows, type Widget } from "./widgets.ts";

interface Dashboard {
  start: string;
  widgets: Widget[];
}

/** The dashboard as CloudWatch reads it: one question after the other. */
export function dashboardBody(shown: Shown, options: ShownOptions): Dashboard {
  return {
    // Logs Insights scans the log of this time range: docs/scale.md has the cost.
    start: "-P1D",
    widgets: rows([
      ...healthRows(shown, options),
      ...speedRows(shown, options),
      ...savingRows(shown, options),
      ...rejectionRows(shown),
      ...costRows(shown, options),
      ...imageRows(shown),
    ]),
  };
}
