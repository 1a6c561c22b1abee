import { createHash } from "node:crypto";
import { accountId, type ResourceType } from "./account.ts";
import { mayUseKey } from "./kms.ts";
import type { Properties } from "./protocol.ts";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

/** Resources for operating a pipeline: logs, alarms, dashboards, and parameters for its outputs. */
export const operationsTypes: Record<string, ResourceType> = {
  [logGroupType]: {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}` };
    },
    accept: ({ name, region, kmsKeyId }, account, existing) => {
      if (
        kmsKeyId !== undefined &&
        !mayUseKey(account, kmsKeyId, `logs.${region}.amazonaws.com`, "kms:Encrypt")
      ) {
        throw new Error(
          `InvalidParameterException: The specified KMS Key Id could not be found or is not allowed to be used with the log group ${name}`,
        );
      }
      if (existing === undefined && account.find(logGroupType, String(name)) !== undefined) {
        throw new Error("ResourceAlreadyExistsException: The specified log group already exists");
      }
    },
  },
  [alarmType]: {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}` };
    },
    accept: acceptAlarm,
  },
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": {
    identify: ({ alarmName }, { region }) => {
      const arn = `arn:aws:cloudwatch:${region}:${accountId}:alarm:${alarmName}`;
      return { id: String(alarmName), arn };
    },
    accept: (inputs, account) => {
      acceptAlarm(inputs);
      const named = [...String(inputs.alarmRule).matchAll(/ALARM\("([^"]+)"\)/g)].map(
        ([, name = ""]) => name,
      );
      const absent = named.filter((name) => account.find(alarmType, name) === undefined);
      if (absent.length > 0 || named.length === 0) {
        throw new Error(`ValidationError: the alarms [${absent}] in the alarm rule do not exist`);
      }
    },
  },
  "aws:cloudwatch/dashboard:Dashboard": {
    identify: ({ dashboardName }) => {
      const arn = `arn:aws:cloudwatch::${accountId}:dashboard/${dashboardName}`;
      return { id: String(dashboardName), dashboardArn: arn };
    },
    accept: ({ dashboardBody }) => acceptDashboard(String(dashboardBody)),
  },
  "aws:cloudwatch/queryDefinition:QueryDefinition": {
    identify: ({ name }, { region }) => {
      const queryDefinitionId = createHash("sha256").update(String(name)).digest("hex").slice(0, 32);
      const arn = `arn:aws:logs:${region}:${accountId}:query-definition:${queryDefinitionId}`;
      return { id: queryDefinitionId, queryDefinitionId, arn };
    },
  },
  "aws:ssm/parameter:Parameter": {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:ssm:${region}:${accountId}:parameter/${name}` };
    },
  },
};

function acceptAlarm({ alarmDescription, ...inputs }: Properties): void {
  if (String(alarmDescription).length > 1024) {
    throw new Error("ValidationError: the alarm description is longer than 1024 characters");
  }
  for (const actions of [inputs.alarmActions, inputs.okActions] as (unknown[] | undefined)[]) {
    if ((actions ?? []).length > 5) throw new Error("ValidationError: an alarm has at most 5 actions");
    for (const arn of actions ?? []) {
      const [, , , where] = String(arn).split(":");
      if (where !== inputs.region) {
        throw new Error(
          `ValidationError: Invalid region ${where} specified. Only ${inputs.region} is supported.`,
        );
      }
    }
  }
}

interface Widget {
  type: string;
  x: number;
  width: number;
  properties: Properties;
}

function acceptDashboard(body: string): void {
  const { widgets }: { widgets: Widget[] } = JSON.parse(body);
  for (const { type, x, width, properties } of widgets) {
    if (x + width > 24) throw new Error("InvalidParameterInput: widgets must lie within 24 columns");
    if (type !== "alarm" && type !== "text" && properties.region === undefined) {
      throw new Error(`InvalidParameterInput: a ${type} widget must have a region`);
    }
  }
}
