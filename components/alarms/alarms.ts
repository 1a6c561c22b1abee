import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/option-rules.ts";
import { createAlarm, describe, receivers } from "./alarm.ts";
import { deliveryAlarms, type WaysIn } from "./delivery-alarms.ts";
import { functionAlarms } from "./function-alarms.ts";
import { imageAlarms } from "./image-alarms.ts";

/** What there is to watch, and who is told. */
interface Watched extends WaysIn {
  function: aws.lambda.Function;
  deadLetters: aws.sqs.Queue;
  topicArns: pulumi.Input<string>[];
}

type AnyAlarm = aws.cloudwatch.MetricAlarm | aws.cloudwatch.CompositeAlarm;

/**
 * One alarm for each way in which images are left behind, or soon will be, and first the one that calls a person. Those that it is
 * made of tell nobody themselves, so that nobody is told twice of one thing.
 */
export function createAlarms(
  name: string,
  options: Options,
  { function: compressor, topicArns, ...watched }: Watched,
  parent: pulumi.Resource,
): AnyAlarm[] {
  const functionName = compressor.name;
  const told = { ...receivers(topicArns), tags: options.tags };
  const alarms = Object.entries({
    ...deliveryAlarms({ ...watched, functionName }, options),
    ...functionAlarms(functionName, options),
    ...imageAlarms(functionName, options),
  }).map(([entry, alarm]) => {
    return { isPaging: alarm.isPaging, alarm: createAlarm(name, entry, alarm, told, parent) };
  });
  const paging = alarms.filter(({ isPaging }) => isPaging).map(({ alarm }) => alarm.name);
  const composite = new aws.cloudwatch.CompositeAlarm(
    `${name}-paging-alarm`,
    {
      // AWS wants a name; the function's is unique in the account and region.
      alarmName: pulumi.interpolate`${functionName}-paging`,
      alarmRule: pulumi.all(paging).apply(anyOf),
      alarmDescription: describe(
        "Images are being left behind: at least one of the alarms that this one is made of says how.",
        "paging",
      ),
      actionsEnabled: true,
      ...told,
    },
    // A change of its name, or its actions switched off by hand, replaces it; AWS knows it by the name alone.
    { parent, deleteBeforeReplace: true },
  );
  return [composite, ...alarms.map(({ alarm }) => alarm)];
}

function anyOf(alarmNames: string[]): string {
  return alarmNames.map((alarmName) => `ALARM("${alarmName}")`).join(" OR ");
}
