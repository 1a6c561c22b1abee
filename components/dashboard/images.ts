import { price } from "../../contract/money.ts";
import { prices } from "../../contract/prices.ts";
import type { Shown } from "./dashboard-resources.ts";
import { logQueries } from "./queries.ts";
import { logTable, type Row, text } from "./widgets.ts";

const answer = `## Which images?
Logs Insights looks through the log of the time shown, at ${price(prices.scannedGB)} a GB for each table: choose less time where a look costs too much. The same queries are saved in Logs Insights, and one that follows an upload by its key.`;

export function imageRows({ region, logGroupName }: Shown): Row[] {
  const tables = [logQueries["largest-images"], logQueries["slowest-images"]];
  return [
    { height: 2, widgets: [text(answer)] },
    { height: 6, widgets: tables.map((query) => logTable(region, logGroupName, query)) },
  ];
}
