import test from "ava";
import { collectGarbage } from "../../../handler/runtime/collect-garbage.ts";
import { until } from "../../helpers/until.ts";

const large = 200 * 2 ** 20;
const held = () => process.memoryUsage().arrayBuffers;

test("The memory of a large image is given back", async (t) => {
  const images: Buffer[] = [];
  addImage(images);
  t.true(held() >= large);

  images.length = 0;
  await nextTurn();
  collectGarbage();

  // V8 gives the bytes back on a thread of its own, which waits on a busy machine.
  const after = await until(
    () => Promise.resolve(held()),
    (bytes) => bytes < large / 2,
  );
  t.true(after < large / 2);
});

/** A function of its own leaves no reference in the test's registers. */
function addImage(images: Buffer[]): void {
  images.push(Buffer.alloc(large, 1));
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
