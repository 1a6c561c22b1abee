import test from "ava";
import { createInvocation } from "../../handler/invocation.ts";
import { s3Event, sqsRecord } from "../helpers/events.ts";

const maxReceives = 5;

/** What happens to a batch of ten, of which the message at `killer` ends the process each time. */
async function outcomes(killer: number) {
  const waiting = new Set(Array.from({ length: 10 }, (_, index) => `${index}`));
  for (let receives = 1; receives <= maxReceives && waiting.size > 0; receives += 1) {
    let isAlive = true;
    const handler = createInvocation({
      pipeline: "compressor",
      sourceBucket: "uploads",
      queue: {
        isLastTry: () => false,
        bury: async () => {},
        finish: async ({ id }) => void waiting.delete(id),
      },
      look: (key) => {
        isAlive = isAlive && key !== `${killer}`;
        return isAlive ? Promise.resolve([]) : new Promise(() => {});
      },
      write: () => {},
    });
    const Records = [...waiting].map((id) => sqsRecord(id, s3Event(id), receives));
    const died = new Promise((resolve) => setImmediate(resolve));
    await Promise.race([handler({ Records }, { awsRequestId: "id" }), died]);
  }
  return [...waiting];
}

for (const killer of Array.from({ length: 10 }, (_, index) => index)) {
  test(`One message of ten ends the process: the other nine go through (the one at ${killer})`, async (t) => {
    t.deepEqual(await outcomes(killer), [`${killer}`]);
  });
}
