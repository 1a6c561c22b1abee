import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { createAlarm, receivers, withRunbook } from "./create-alarm.ts";
import { deliveryAlarms, type EventSources } from "./delivery-alarms.ts";
import { functionAlarms } from "./function-alarms.ts";
import { imageAlarms } from "./image-alarms.ts";

/** Resources to watch, and the topics to notify. */
interface Watched extends EventSources {
  function: aws.lambda.Function;
  deadLetters: aws.sqs.Queue;
  topicArns: pulumi.Input<string>[];
}

type AnyAlarm = aws.cloudwatch.MetricAlarm | aws.cloudwatch.CompositeAlarm;

/**
 * Creates an alarm for each way in which images are left behind, or soon will be. The composite alarm comes first and calls a
 * person; the alarms it combines notify nobody, so nobody hears twice of one thing.
 */
export function createAlarms(
  name: string,
  options: Options,
  { function: compressor, topicArns, ...watched }: Watched,
  parent: pulumi.Resource,
): AnyAlarm[] {
  const functionName = compressor.name;
  const shared = { ...receivers(topicArns), tags: options.tags };
  const alarms = Object.entries({
    ...deliveryAlarms({ ...watched, functionName }, options),
    ...functionAlarms(functionName, options),
    ...imageAlarms(functionName, options),
  }).map(([entry, alarm]) => {
    return { isPaging: alarm.isPaging, alarm: createAlarm(name, entry, alarm, shared, parent) };
  });
  const paging = alarms.filter(({ isPaging }) => isPaging).map(({ alarm }) => alarm.name);
  const composite = new aws.cloudwatch.CompositeAlarm(
    `${name}-paging-alarm`,
    {
      // AWS requires a name; the function's is unique in the account and region.
      alarmName: pulumi.interpolate`${functionName}-paging`,
      alarmRule: pulumi.all(paging).apply(anyOf),
      alarmDescription: withRunbook(
        "Images are being left behind: at least one of the alarms that this one is made of says how.",
        "paging",
      ),
      actionsEnabled: true,
      ...shared,
    },
    // A new name, or actions switched off by hand, replace it; AWS identifies it by the name alone.
    { parent, deleteBeforeReplace: true },
  );
  return [composite, ...alarms.map(({ alarm }) => alarm)];
}

function anyOf(alarmNames: string[]): string {
  return alarmNames.map((alarmName) => `ALARM("${alarmName}")`).join(" OR ");
}
