import { createHash } from "node:crypto";
import { accountId, type ResourceType } from "./account.ts";
import { mayUseKey } from "./kms.ts";
import type { Properties } from "./protocol.ts";

const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

/** What a pipeline is run with: logs, alarms, dashboards, and the parameters that programs hand its outputs to. */
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
  "aws:cloudwatch/metricAlarm:MetricAlarm": {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}` };
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
