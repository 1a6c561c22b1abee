import type * as pulumi from "@pulumi/pulumi";

/** The topics that an alarm tells when it begins and when it ends. */
export interface AlarmReceivers {
  alarmActions?: pulumi.Input<string>[];
  okActions?: pulumi.Input<string>[];
}

/** Without topics an alarm only shows. */
export function receivers(topicArns: pulumi.Input<string>[]): AlarmReceivers {
  if (topicArns.length === 0) return {};
  return { alarmActions: topicArns, okActions: topicArns };
}
