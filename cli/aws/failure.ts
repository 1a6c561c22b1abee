/** AWS refused a call or was not reached. Its message is for people, and says what to do. */
export class AwsFailure extends Error {}

/** AWS does not take this one message; others may go through. */
export class MessageRefused extends Error {}

/** Whether AWS's own error, which the failure explains, has such a name. */
export function isCausedBy(failure: unknown, name: RegExp): boolean {
  return failure instanceof AwsFailure && failure.cause instanceof Error && name.test(failure.cause.name);
}
