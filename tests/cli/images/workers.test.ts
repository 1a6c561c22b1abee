import { availableParallelism } from "node:os";
import test from "ava";
import { workersFor } from "../../../cli/images/workers.ts";

const mebibyte = 2 ** 20;

test("No more images are worked on at once than fit into three quarters of the free memory", (t) => {
  t.is(workersFor(1000, 2000 * mebibyte), 1);
  t.is(workersFor(1000, 3000 * mebibyte), Math.min(2, availableParallelism()));
});

test("However little memory is free, one image is", (t) => {
  t.is(workersFor(1769, 100 * mebibyte), 1);
});

test("However much memory is free, no more than there are processors, and threads of Node", (t) => {
  t.is(workersFor(128, 2 ** 50), Math.min(availableParallelism(), 4));
});

test("A number of threads that is none is the usual four", (t) => {
  const workers = (threads: string | undefined) => workersFor(128, 2 ** 50, threads);

  t.deepEqual(["x", "", "0", undefined].map(workers), Array(4).fill(Math.min(availableParallelism(), 4)));
  t.is(workers("1"), 1);
});
