import test from "ava";
import { withMoney } from "../../../local/page/money.ts";
import { openCloudWatchOf, stackOf } from "../../helpers/aws/cloudwatch.ts";

test("all sums of money on the dashboard have money's unit, and nothing else has", async (t) => {
  const { cloudWatch } = openCloudWatchOf(await stackOf({ ingestion: "queue" }));

  const { widgets } = withMoney(cloudWatch.dashboardView(3600));

  const money = widgets.flatMap((widget) => {
    if (widget.kind !== "number" && widget.kind !== "graph") return [];
    const values = widget.kind === "graph" ? widget.series : widget.values;
    return values.flatMap(({ label, unit }) => (unit === "Dollars" ? [`${widget.title}: ${label}`] : []));
  });
  const parts = ["Lambda", "S3's requests, about", "logs", "ingestion"];
  t.deepEqual(money, [
    "Saved: $ a month",
    ...[...parts, "together", "for a million images"].map((label) => `Dollars in the time shown: ${label}`),
    ...parts.map((label) => `Dollars an hour: ${label}`),
  ]);
});
