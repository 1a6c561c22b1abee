import test from "ava";
import { threadsFor } from "../../../handler/runtime/threads.ts";

for (const [memoryMiB, threads] of [
  [128, 1],
  [1769, 1],
  [1770, 2],
  [3538, 2],
  [10_240, 6],
] as const) {
  test(`a function of ${memoryMiB} MiB works with ${threads} threads`, (t) => {
    t.is(threadsFor(memoryMiB), threads);
  });
}
