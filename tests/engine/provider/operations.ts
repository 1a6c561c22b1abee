import { accountId, type ResourceType } from "./account.ts";
import type { Properties } from "./protocol.ts";

const queueType = "aws:sqs/queue:Queue";
const logGroupType = "aws:cloudwatch/logGroup:LogGroup";

/** What a pipeline is run with: queues, logs, alarms, dashboards, and the parameters that programs hand its outputs to. */
export const operationsTypes: Record<string, ResourceType> = {
  [queueType]: {
    identify: ({ name }, { region }) => {
      const url = `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
      return { id: url, url, arn: `arn:aws:sqs:${region}:${accountId}:${name}` };
    },
    accept: ({ name }, account, existing) => {
      if (!/^[\w-]{1,80}$/.test(String(name))) {
        throw new Error(`InvalidParameterValue: Queue name ${name} can be at most 80 characters long`);
      }
      if (existing === undefined && account.list(queueType).some(({ inputs }) => inputs.name === name)) {
        throw new Error(`QueueAlreadyExists: A queue already exists with the name ${name}`);
      }
    },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    identify: ({ queueUrl }) => ({ id: String(queueUrl) }),
    accept: ({ queueUrl }, account) => {
      if (account.find(queueType, String(queueUrl)) === undefined) {
        throw new Error(`NonExistentQueue: The specified queue does not exist: ${queueUrl}`);
      }
    },
  },
  [logGroupType]: {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}` };
    },
    accept: ({ name }, account, existing) => {
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
