import test from "ava";
import { builtCommand } from "../../helpers/command/command.ts";
import { redriveAfterWantOfMemory } from "../../helpers/local/redriven.ts";

const command = builtCommand();

/** `npm run redrive:soak` tries it with more, one kind of ingestion after the other. */
const { REDRIVE_SOAK } = process.env;
const count = Number(REDRIVE_SOAK ?? 1);
const redriveTest = REDRIVE_SOAK === undefined ? test : test.serial;

const killed = "Runtime exited with error: signal: killed";
const unknown =
  "no reason: SQS gave it up after its last try, which was ended by the memory limit or the timeout, or was throttled";

for (const ingestion of ["direct", "queue", "eventbridge"]) {
  redriveTest(
    `${ingestion}: what died for want of memory is a dead letter with its reason, and has its output after a redrive`,
    async (t) => {
      const result = await redriveAfterWantOfMemory(t, command, { count, ingestion });

      const { before, report, after, outputs, again } = result;
      t.log(`${before.deadLetters} dead letters, ${report.sent} sent to ${report.to}, ${outputs} outputs`);
      t.is(before.deadLetters, count);
      t.like(report, { code: 0, found: count, sent: count, poison: [], failed: [] });
      t.deepEqual(report.reasons, { [ingestion === "queue" ? unknown : killed]: count });
      t.deepEqual([after.deadLetters, outputs], [0, count]);
      t.like(again, { code: 0, found: 0, sent: 0 });
    },
  );
}
