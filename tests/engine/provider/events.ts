import { accountId, type ResourceType } from "./account.ts";

const ruleType = "aws:cloudwatch/eventRule:EventRule";
const targetType = "aws:cloudwatch/eventTarget:EventTarget";

/** EventBridge's rules and their targets. */
export const eventsTypes: Record<string, ResourceType> = {
  [ruleType]: {
    identify: ({ name }, { region }) => {
      return { id: String(name), arn: `arn:aws:events:${region}:${accountId}:rule/${name}` };
    },
    accept: ({ name, eventPattern }) => {
      if (!/^[.\-_A-Za-z0-9]{1,64}$/.test(String(name))) {
        throw new Error(`ValidationException: the name ${name} must have length less than or equal to 64`);
      }
      if (String(eventPattern).length > 2048) {
        throw new Error("LimitExceededException: the event pattern is longer than 2048 characters");
      }
      JSON.parse(String(eventPattern));
    },
    release: ({ id }, account) => {
      if (account.list(targetType).some(({ inputs }) => inputs.rule === id)) {
        throw new Error("ValidationException: Rule can't be deleted since it has targets.");
      }
    },
  },
  [targetType]: {
    identify: ({ rule }, { account }) => {
      const targetId = `target-${account.list(targetType).length + 1}`;
      return { id: `${rule}-${targetId}`, targetId };
    },
    accept: ({ rule }, account) => {
      if (account.find(ruleType, String(rule)) === undefined) {
        throw new Error(`ResourceNotFoundException: Rule ${rule} does not exist on EventBus default.`);
      }
    },
  },
};
