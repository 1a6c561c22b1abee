import type { Call } from "../command/fake-aws.ts";
import { readProjectFile } from "../root.ts";

/** Lists the grants of the policy on a page of `docs/`, as `action on resource`. */
export function grantedBy(page: string): string[] {
  const text = readProjectFile(`docs/${page}`);
  const [, policy = ""] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  const statements: { Action: string | string[]; Resource: string }[] = JSON.parse(policy).Statement;
  return statements.flatMap(({ Action, Resource }) =>
    [Action].flat().map((action) => `${action} on ${Resource.split(":").at(-1)}`),
  );
}

/** Lists the grants needed for these calls; Pulumi adds a suffix to the names of queues and functions. */
export function neededFor(calls: Call[]): string[] {
  return [...new Set(calls.map(({ action, on }) => `${action} on ${on === "*" ? on : `${on}-*`}`))];
}
