import test from "ava";
import { adoptEarlierData } from "../../local/earlier-data.ts";
import { createMetrics } from "../../local/metrics.ts";
import { deadLetterArn, openJournal } from "../helpers/journal.ts";

test("rejections and dead letters of version 0.1.0 are taken over, once", (t) => {
  const { database, deadLetters } = openJournal();
  const metrics = createMetrics(database);
  database.exec(`
    CREATE TABLE rejections (reason TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
    INSERT INTO rejections VALUES ('corrupt', 2);
    CREATE TABLE dead_letters (id INTEGER PRIMARY KEY, request_id TEXT, body TEXT, error_message TEXT) STRICT;
    INSERT INTO dead_letters VALUES (1, 'r1', '{}', 'no luck');
  `);

  adoptEarlierData(database, deadLetterArn);
  adoptEarlierData(database, deadLetterArn);

  t.deepEqual(metrics.rejections(), { corrupt: 2 });
  const [letter, ...others] = deadLetters.newest(10);
  t.is(letter?.attributes.ErrorMessage?.StringValue, "no luck");
  t.deepEqual(others, []);
});
