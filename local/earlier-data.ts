import type { DatabaseSync } from "node:sqlite";
import { inTransaction } from "./database.ts";

/** Takes over what version 0.1.0 kept in tables of its own; to be called when today's tables are there. */
export function adoptEarlierData(database: DatabaseSync, deadLetterArn: string | undefined): void {
  const has = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  inTransaction(database, () => {
    if (has.get("rejections") !== undefined) {
      database.exec(`
        INSERT INTO metrics SELECT 'Rejected', reason, 0, count FROM rejections;
        DROP TABLE rejections;
      `);
    }
    if (has.get("dead_letters") === undefined || deadLetterArn === undefined) return;
    database
      .prepare(
        `INSERT INTO messages (id, queue, body, attributes, sent, visible)
         SELECT request_id, ?, body, json_object(
           'RequestID', json_object('DataType', 'String', 'StringValue', request_id),
           'ErrorCode', json_object('DataType', 'Number', 'StringValue', '200'),
           'ErrorMessage', json_object('DataType', 'String', 'StringValue', error_message)
         ), 0, 0 FROM dead_letters ORDER BY id`,
      )
      .run(deadLetterArn);
    database.exec("DROP TABLE dead_letters");
  });
}
