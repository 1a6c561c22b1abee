import test from "ava";
import { createDispatcher } from "../../../../local/aws/lambda/dispatcher.ts";
import { openJournal } from "../../../helpers/aws/async-events.ts";
import { until } from "../../../helpers/until.ts";
import { createFixture } from "./runtime/fixture-function.ts";

const kills = {
  memory: "global.x = Buffer.alloc(3e8, 1); return new Promise(() => {})",
  time: "for (;;);",
};

for (const [what, kill] of Object.entries(kills)) {
  test(`a file that takes all ${what} ends as a dead letter, and the others are done`, async (t) => {
    const source = `exports.handler = ({ n }) => { if (n === 2) { ${kill} } }`;
    const limits = { memoryMiB: 256, concurrency: 2 };
    const { pool: patient } = await createFixture(t, source, limits);
    // The timeout may end only the endless event: on a slow machine it would end the others too.
    const { pool: impatient } = await createFixture(t, source, { ...limits, timeoutSeconds: 0.5 });
    const { journal, deadLetters, counts } = openJournal({ retryDelaySeconds: 0.01 });
    const dispatcher = createDispatcher({
      source: journal,
      pool: {
        invoke: (event: { n: number }, requestId) => {
          const isEndless = what === "time" && event.n === 2;
          return (isEndless ? impatient : patient).invoke(event, requestId);
        },
      },
      concurrency: 2,
      onError: (error: unknown) => t.fail(String(error)),
    });
    t.teardown(() => dispatcher.close());

    journal.enqueue(...[1, 2, 3, 4].map((n) => ({ n })));
    dispatcher.wake();
    await until(
      async () => counts(),
      ({ pending }) => pending === 0,
    );

    t.deepEqual(counts(), { pending: 0, running: 0, succeeded: 3, failed: 3, deadLetters: 1 });
    t.is(deadLetters.newest(1)[0]?.body, '{"n":2}');
  });
}
