import { type Account, accountId, type ResourceType } from "./account.ts";

const roleType = "aws:iam/role:Role";
const policyType = "aws:iam/rolePolicy:RolePolicy";

/** IAM's roles and their inline policies. */
export const iamTypes: Record<string, ResourceType> = {
  [roleType]: {
    identify: ({ name }) => ({ id: String(name), arn: `arn:aws:iam::${accountId}:role/${name}` }),
    accept: ({ name }, account, existing) => {
      if (!/^[\w+=,.@-]{1,64}$/.test(String(name))) {
        throw new Error(
          `ValidationError: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
        );
      }
      if (existing === undefined && account.find(roleType, String(name)) !== undefined) {
        throw new Error(`EntityAlreadyExists: Role with name ${name} already exists.`);
      }
    },
    release: ({ id }, account) => {
      if (account.list(policyType).some(({ inputs }) => inputs.role === id)) {
        throw new Error("DeleteConflict: Cannot delete entity, must delete policies first.");
      }
    },
  },
  [policyType]: {
    identify: ({ role, name }) => ({ id: `${role}:${name}` }),
    accept: ({ role, policy }, account) => {
      if (account.find(roleType, String(role)) === undefined) {
        throw new Error(`NoSuchEntity: The role with name ${role} cannot be found.`);
      }
      JSON.parse(String(policy));
    },
  },
};

interface Statement {
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
}

/** Returns true if a role's inline policies allow an action on a resource. */
export function mayDo(account: Account, roleArn: string, action: string, arn: string): boolean {
  const statements = account
    .list(policyType)
    .filter(({ inputs }) => roleArn === `arn:aws:iam::${accountId}:role/${inputs.role}`)
    .flatMap(({ inputs }): Statement[] => JSON.parse(String(inputs.policy)).Statement);
  return statements.some(
    ({ Effect, Action, Resource }) =>
      Effect === "Allow" &&
      [Action].flat().some((pattern) => matches(pattern, action)) &&
      [Resource].flat().some((pattern) => matches(pattern, arn)),
  );
}

function matches(pattern: string, value: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`).test(value);
}
