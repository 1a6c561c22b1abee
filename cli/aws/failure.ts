/** AWS refused a call or was not reached; the message tells people what to do. */
export class AwsFailure extends Error {}

/** AWS refuses this one message; others may go through. */
export class MessageRefused extends Error {}

/** Returns true when the failure explains an AWS error of this name. */
export function isCausedBy(failure: unknown, name: RegExp): boolean {
  return failure instanceof AwsFailure && failure.cause instanceof Error && name.test(failure.cause.name);
}
