import { type Account, accountId, type ResourceType } from "./account.ts";

const keyType = "aws:kms/key:Key";

/** KMS's keys. Only statements for AWS services are evaluated in their policies. */
export const kmsTypes: Record<string, ResourceType> = {
  [keyType]: {
    identify: ({ description }, { region }) => {
      const keyId = String(description).replaceAll(" ", "-");
      return { id: keyId, keyId, arn: `arn:aws:kms:${region}:${accountId}:key/${keyId}` };
    },
  },
};

interface Statement {
  Effect: string;
  Principal: { Service?: string };
  Action: string | string[];
}

/** Returns true if a key's policy lets an AWS service use it. */
export function mayUseKey(account: Account, keyArn: unknown, service: string, action: string): boolean {
  const key = findKey(account, keyArn);
  const statements: Statement[] = JSON.parse(String(key?.inputs.policy ?? "{}")).Statement ?? [];
  return statements.some(
    ({ Effect, Principal, Action }) =>
      Effect === "Allow" &&
      Principal.Service === service &&
      [Action].flat().some((allowed) => allowed === action || allowed === `${action}*`),
  );
}

export function findKey(account: Account, arn: unknown) {
  return account.list(keyType).find(({ outputs }) => outputs.arn === arn);
}
