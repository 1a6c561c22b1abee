import type { Call } from "../command/fake-aws.ts";
import { readProjectFile } from "../root.ts";

/** What the policy on a page of `docs/` grants, as `action on resource`. */
export function grantedBy(page: string): string[] {
  const text = readProjectFile(`docs/${page}`);
  const [, policy = ""] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  const statements: { Action: string | string[]; Resource: string }[] = JSON.parse(policy).Statement;
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => `${action} on ${Resource.split(":").at(-1)}`),
  );
}

/** What a policy has to grant for these calls, to queues and functions with what Pulumi adds to their names. */
export function neededFor(calls: Call[]): string[] {
  return [...new Set(calls.map(({ action, on }) => `${action} on ${on === "*" ? on : `${on}-*`}`))];
}
