import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import test from "ava";
import { forgetPeak, readMemoryKiB, watchMemory } from "../../../../../local/aws/lambda/runtime/memory.ts";

const allocatedKiB = 200 * 1024;

test("a process past its limit is told once", async (t) => {
  const calls = await new Promise<number>((resolve) => {
    let count = 0;
    watchMemory(process.pid, 1, () => {
      count += 1;
      resolve(count);
    });
  });

  t.is(calls, 1);
});

const onLinux = process.platform === "linux" ? test.serial : test.serial.skip;

onLinux(
  "a peak between two samples counts, and is forgotten before the next invocation (Linux only)",
  async (t) => {
    setFlagsFromString("--expose-gc");
    await forgetPeak(process.pid);
    const before = await readMemoryKiB(process.pid);
    Buffer.alloc(allocatedKiB * 1024, 1);
    runInNewContext("gc")();

    const peak = await readMemoryKiB(process.pid);
    await forgetPeak(process.pid);
    const after = await readMemoryKiB(process.pid);

    t.true(peak - before > allocatedKiB / 2, `${peak} after ${before}`);
    t.true(peak - after > allocatedKiB / 2, `${after} after ${peak}`);
  },
);

test("a process that is gone has no memory", async (t) => {
  t.is(await readMemoryKiB(2 ** 22 + 1), 0);
});
