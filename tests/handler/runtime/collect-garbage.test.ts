import test from "ava";
import { collectGarbage } from "../../../handler/runtime/collect-garbage.ts";

const mebibyte = 2 ** 20;
const held = () => process.memoryUsage().arrayBuffers;

test("The memory of a large image is given back", async (t) => {
  const before = held();
  allocate(200 * mebibyte);
  t.true(held() >= before + 200 * mebibyte);

  await nextTurn();
  collectGarbage();

  t.true(held() < before + 10 * mebibyte);
});

function allocate(bytes: number): void {
  Buffer.alloc(bytes, 1);
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
