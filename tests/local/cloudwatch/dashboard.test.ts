import test from "ava";
import type { ImageCompressionPipelineArgs } from "../../../components/index.ts";
import { openCloudWatchOf, stackOf } from "../../helpers/local-cloudwatch.ts";

const configurations: Record<string, ImageCompressionPipelineArgs> = {
  default: {},
  queue: { ingestion: "queue", maximumConcurrency: 2, alarmEmails: ["ops@example.com"] },
  eventbridge: { ingestion: "eventbridge", uploadPrefix: "in/", uploadSuffixes: [".png", ".jpg"] },
  renditions: { renditions: [{ name: "small", maxDimension: 200 }], web: {}, outputPrefix: "out/" },
  expiring: {
    expireOriginalsAfterDays: 30,
    storageDollarsPerGB: 0.01,
    viewsPerImage: 1000,
    architecture: "x86_64",
  },
};

for (const [name, args] of Object.entries(configurations)) {
  test.serial(`every alarm, expression and widget of a pipeline is understood: ${name}`, async (t) => {
    const { cloudWatch, stack } = openCloudWatchOf(await stackOf(args));

    const { alarms, widgets } = cloudWatch.dashboardView(3600);

    t.deepEqual(
      alarms.map((alarm) => [alarm.name, alarm.state]),
      stack.alarms.map((alarm) => [alarm.name, "OK"]),
    );
    t.is(widgets.length, stack.dashboard?.widgets.length ?? 0);
    const shown = widgets.flatMap((widget) => (widget.kind === "alarms" ? widget.alarms : []));
    t.deepEqual(shown.toSorted(), alarms.map((alarm) => alarm.name).toSorted());
  });
}
