import test from "ava";
import { createFixture } from "./fixture-function.ts";

test("every line carries the invocation that wrote it, on either stream", async (t) => {
  const source =
    "exports.handler = ({ text }) => { console.log(text + ' out'); console.error(text + ' err') }";
  const { pool, logs } = await createFixture(t, source);

  await pool.invoke({ text: "first" }, "r1");
  await pool.invoke({ text: "second" }, "r2");

  const sorted = logs.map(({ line, requestId }) => `${requestId} ${line}`).sort();
  t.deepEqual(sorted, ["r1 first err", "r1 first out", "r2 second err", "r2 second out"]);
});

test("all that was written before the answer is there with it, megabytes or a line without an end", async (t) => {
  const source = `exports.handler = () => {
    for (let i = 0; i < 20_000; i++) console.log("x".repeat(100));
    process.stdout.write("no end") }`;
  const { pool, logs } = await createFixture(t, source);

  await pool.invoke({}, "r1");

  t.is(logs.length, 20_001);
  t.deepEqual(logs.at(-1), { line: "no end", requestId: "r1" });
  t.true(logs.every(({ requestId }) => requestId === "r1"));
});

test("what a dying process wrote is there with its failure", async (t) => {
  const source = `exports.handler = () => {
    for (let i = 0; i < 20_000; i++) console.log("x".repeat(100));
    process.exit(3) }`;
  const { pool, logs } = await createFixture(t, source);

  await pool.invoke({}, "r1");

  t.is(logs.length, 20_001);
  t.like(JSON.parse(logs.at(-1)?.line ?? ""), { level: "ERROR", errorType: "Runtime.ExitError" });
});
