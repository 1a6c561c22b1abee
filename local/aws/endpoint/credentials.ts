import { randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

export interface AccessKey {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Access keys of the person at this machine, and of the function's role. */
export interface Credentials {
  operator: AccessKey;
  functionRole: AccessKey;
}

/**
 * Returns the keys of a data folder. They are created at random with it: no page or program on this machine can
 * guess them.
 */
export function openCredentials(database: DatabaseSync): Credentials {
  database.exec(
    "CREATE TABLE IF NOT EXISTS credentials (owner TEXT PRIMARY KEY, id TEXT, secret TEXT) STRICT",
  );
  const insert = database.prepare("INSERT OR IGNORE INTO credentials VALUES (?, ?, ?)");
  const select = database.prepare("SELECT id, secret FROM credentials WHERE owner = ?");
  const keyOf = (owner: string): AccessKey => {
    insert.run(
      owner,
      `AKIA${randomBytes(8).toString("hex").toUpperCase()}`,
      randomBytes(30).toString("base64url"),
    );
    const { id, secret } = select.get(owner) ?? {};
    return { accessKeyId: String(id), secretAccessKey: String(secret) };
  };
  return { operator: keyOf("operator"), functionRole: keyOf("function-role") };
}
