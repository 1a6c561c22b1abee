import { type Account, accountId, type ResourceType } from "./account.ts";
import { mayDo } from "./iam.ts";
import type { Properties } from "./protocol.ts";
import { findQueue } from "./sqs.ts";

const functionType = "aws:lambda/function:Function";
const layerType = "aws:lambda/layerVersion:LayerVersion";

const mappingType = "aws:lambda/eventSourceMapping:EventSourceMapping";

/** An account has 1,000 concurrent executions, and 100 must stay unreserved. */
const reservable = 900;

/** Lambda's functions, layers and event source mappings. */
export const lambdaTypes: Record<string, ResourceType> = {
  [functionType]: {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:lambda:${region}:${accountId}:function:${name}` };
    },
    accept: (inputs, account, existing) => {
      const { name } = inputs;
      if (existing === undefined && account.find(functionType, String(name)) !== undefined) {
        throw new Error(`ResourceConflictException: Function already exist: ${name}`);
      }
      acceptFunction(inputs, account);
    },
  },
  [layerType]: {
    identify: ({ layerName }, { account, region }) => {
      const layerArn = `arn:aws:lambda:${region}:${accountId}:layer:${layerName}`;
      const version = versionAfter(account, layerArn);
      return { id: `${layerArn}:${version}`, arn: `${layerArn}:${version}`, layerArn, version: `${version}` };
    },
  },
  [mappingType]: {
    identify: (_inputs, { account }) => {
      const uuid = `mapping-${account.list(mappingType).length + 1}`;
      return { id: uuid, uuid };
    },
    accept: acceptMapping,
  },
  "aws:lambda/permission:Permission": ofFunction("function", ({ statementId }) => String(statementId)),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ofFunction(
    "functionName",
    ({ functionName }) => String(functionName),
  ),
};

function ofFunction(property: string, idOf: (inputs: Properties) => string): ResourceType {
  return {
    identify: (inputs) => ({ id: idOf(inputs) }),
    accept: (inputs, account) => {
      if (account.find(functionType, String(inputs[property])) === undefined) {
        throw new Error(`ResourceNotFoundException: Function not found: ${inputs[property]}`);
      }
    },
  };
}

function acceptFunction(inputs: Properties, account: Account): void {
  const { name, role, layers = [], environment, reservedConcurrentExecutions } = inputs;
  const refuse = (why: string): never => {
    throw new Error(`Lambda Function (${name}): InvalidParameterValueException: ${why}`);
  };
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(String(name))) {
    refuse("Value at 'functionName' must have length less than or equal to 64");
  }
  for (const layer of layers as string[]) {
    if (account.find(layerType, layer) === undefined) {
      refuse(`Layer version ${layer} does not exist.`);
    }
  }
  if (Buffer.byteLength(JSON.stringify((environment as Properties)?.variables ?? {})) > 4096) {
    refuse("Lambda was unable to configure your environment variables because they exceed the 4KB limit.");
  }
  if (Number(reservedConcurrentExecutions ?? 0) > reservable) {
    refuse(
      "ReservedConcurrentExecutions decreases the UnreservedConcurrentExecution below its minimum of [100].",
    );
  }
  for (const [action, service, arn] of neededRights(inputs)) {
    if (!mayDo(account, String(role), action, arn)) {
      refuse(
        `The provided execution role does not have permissions to call ${action.split(":")[1]} on ${service}`,
      );
    }
  }
}

/** Lambda checks the role's rights on the queue, and the queue's visibility timeout against the function's timeout. */
function acceptMapping({ functionName, eventSourceArn }: Properties, account: Account): void {
  const refuse = (why: string): never => {
    throw new Error(`creating Lambda Event Source Mapping: InvalidParameterValueException: ${why}`);
  };
  const target =
    account.list(functionType).find(({ outputs }) => outputs.arn === functionName) ??
    refuse("Function does not exist");
  const queue = findQueue(account, String(eventSourceArn)) ?? refuse("The provided queue does not exist");
  const { visibilityTimeoutSeconds: visibility = 30 } = queue.inputs;
  if (Number(visibility) < Number(target.inputs.timeout ?? 3)) {
    refuse(
      `Queue visibility timeout: ${visibility} seconds is less than Function timeout: ${target.inputs.timeout} seconds`,
    );
  }
  for (const action of ["ReceiveMessage", "DeleteMessage", "GetQueueAttributes"]) {
    if (!mayDo(account, String(target.inputs.role), `sqs:${action}`, String(eventSourceArn))) {
      refuse(`The provided execution role does not have permissions to call ${action} on SQS`);
    }
  }
}

/** The rights Lambda checks when a function is created or changed. */
function neededRights({ deadLetterConfig, tracingConfig }: Properties): [string, string, string][] {
  const { targetArn } = (deadLetterConfig ?? {}) as { targetArn?: string };
  const { mode } = (tracingConfig ?? {}) as { mode?: string };
  return [
    ...(targetArn === undefined
      ? []
      : [["sqs:SendMessage", "SQS", targetArn] satisfies [string, string, string]]),
    ...(mode === "Active" ? [["xray:PutTraceSegments", "XRAY", "*"] satisfies [string, string, string]] : []),
  ];
}

function versionAfter(account: Account, layerArn: string): number {
  const versions = account.list(layerType).filter(({ outputs }) => outputs.layerArn === layerArn);
  return Math.max(0, ...versions.map(({ outputs }) => Number(outputs.version))) + 1;
}
