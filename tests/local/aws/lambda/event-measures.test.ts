import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { openJournal } from "../../../helpers/aws/async-events.ts";

const failure = { errorType: "Error", errorMessage: "no luck" };

function open(database = new DatabaseSync(":memory:")) {
  const clock = { now: 1000 };
  const measured: string[] = [];
  const measures = {
    received: () => void measured.push("received"),
    dropped: () => void measured.push("dropped"),
    started: (ageMs: number) => void measured.push(`started after ${ageMs}`),
  };
  const opened = openJournal({ database, maximumRetries: 1, now: () => clock.now, measures });
  return { ...opened, clock, measured };
}

test("each try tells how long ago the event came, and the last one that it is given up", (t) => {
  const { journal, clock, measured } = open();
  journal.enqueue(1);

  for (const wait of [5, 60_000]) {
    clock.now += wait;
    const taken = journal.take();
    if (taken !== undefined) journal.fail(taken, failure);
  }

  t.deepEqual(measured, ["received", "started after 5", "started after 60005", "dropped"]);
});

test("an event of a journal that did not say when it came runs all the same", (t) => {
  const database = new DatabaseSync(":memory:");
  database.exec(
    "CREATE TABLE events (id INTEGER PRIMARY KEY AUTOINCREMENT, request_id TEXT NOT NULL, payload TEXT NOT NULL, failures INTEGER NOT NULL DEFAULT 0, due INTEGER NOT NULL) STRICT",
  );
  database.exec("INSERT INTO events (request_id, payload, due) VALUES ('r', '1', 0)");

  const { journal, measured } = open(database);

  t.is(journal.take()?.payload, 1);
  t.deepEqual(measured, []);
});
