import { DatabaseSync } from "node:sqlite";
import test from "ava";
import { createDispatcher } from "../../../local/events/dispatcher.ts";
import { createJournal } from "../../../local/events/journal.ts";
import { until } from "../../helpers/until.ts";
import { createFixture } from "../function/fixture-function.ts";

const kills = {
  memory: "global.x = Buffer.alloc(3e8, 1); return new Promise(() => {})",
  time: "for (;;);",
};

for (const [what, kill] of Object.entries(kills)) {
  test(`a file that takes all ${what} ends as a dead letter, and the others are done`, async (t) => {
    const source = `exports.handler = ({ n }) => { if (n === 2) { ${kill} } }`;
    const limits = { memoryMiB: 256, timeoutSeconds: 0.5, concurrency: 2 };
    const { pool } = await createFixture(t, source, limits);
    const journal = createJournal(new DatabaseSync(":memory:"), {
      maximumRetries: 2,
      retryDelaySeconds: 0.01,
    });
    const onError = (error: unknown) => t.fail(String(error));
    const dispatcher = createDispatcher({ journal, pool, concurrency: 2, onError });
    t.teardown(() => dispatcher.close());

    journal.enqueue([1, 2, 3, 4].map((n) => ({ payload: { n } })));
    dispatcher.wake();
    await until(
      async () => journal.counts(),
      ({ pending }) => pending === 0,
    );

    t.deepEqual(journal.counts(), { pending: 0, running: 0, succeeded: 3, failed: 3, deadLetters: 1 });
    t.is(journal.deadLetters()[0]?.body, '{"n":2}');
  });
}
