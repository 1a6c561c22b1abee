import { mostActions } from "../options/aws-formats.ts";
import type { Conflict } from "./conflict.ts";

/** Conflicts of the options for notifications and for the value of savings. */
export const alarmConflicts: Conflict[] = [
  {
    options: ["alarmEmails"],
    problem: ({ alarmEmails }) => repeated("alarmEmails", alarmEmails, { ignoreCase: true }),
  },
  {
    options: ["alarmTopicArns"],
    problem: ({ alarmTopicArns }) =>
      repeated(
        "alarmTopicArns",
        alarmTopicArns.filter((arn) => typeof arn === "string"),
      ),
  },
  {
    options: ["alarmEmails", "alarmTopicArns"],
    problem: ({ alarmEmails, alarmTopicArns }) =>
      alarmEmails.length > 0 && alarmTopicArns.length === mostActions
        ? `\`alarmTopicArns\` must be at most ${mostActions - 1} with \`alarmEmails\`, whose topic is one of the ${mostActions} actions that an alarm can have; received ${mostActions}`
        : undefined,
  },
  {
    options: ["storageDollarsPerGB", "expireOriginalsAfterDays"],
    problem: ({ storageDollarsPerGB, expireOriginalsAfterDays }, given) =>
      given.storageDollarsPerGB !== undefined && expireOriginalsAfterDays === undefined
        ? `\`storageDollarsPerGB\` needs \`expireOriginalsAfterDays\`: an output beside an original that stays saves no storage; received ${storageDollarsPerGB}`
        : undefined,
  },
];

/** SNS refuses a second subscription of an address, and CloudWatch a repeated action. */
function repeated(option: string, values: string[], { ignoreCase = false } = {}): string[] {
  const forms = ignoreCase ? values.map((value) => value.toLowerCase()) : values;
  const again = values.filter((_, index) => forms.indexOf(String(forms[index])) < index);
  const twice = ignoreCase ? "twice, in any case" : "twice";
  return again.map(
    (value) => `\`${option}\` must not hold a value ${twice}; received ${JSON.stringify(value)}`,
  );
}
