import test from "ava";
import { collectGarbage } from "../../../handler/runtime/collect-garbage.ts";
import { until } from "../../helpers/until.ts";

const mebibyte = 2 ** 20;
const held = () => process.memoryUsage().arrayBuffers;

test("The memory of a large image is given back", async (t) => {
  const before = held();
  allocate(200 * mebibyte);
  t.true(held() >= before + 200 * mebibyte);

  await nextTurn();
  collectGarbage();

  // V8 gives the bytes back on a thread of its own, which waits on a busy machine.
  const little = before + 10 * mebibyte;
  const after = await until(
    () => Promise.resolve(held()),
    (bytes) => bytes < little,
  );
  t.true(after < little);
});

function allocate(bytes: number): void {
  Buffer.alloc(bytes, 1);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
