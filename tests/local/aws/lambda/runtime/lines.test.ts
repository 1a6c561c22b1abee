import { PassThrough } from "node:stream";
import { finished } from "node:stream/promises";
import test from "ava";
import { readLines } from "../../../../../local/aws/lambda/runtime/lines.ts";

const limit = 256 * 1024;

const cases: Record<string, [chunks: (string | Buffer)[], lines: string[]]> = {
  "lines arrive one by one": [["a\nb\n"], ["a", "b"]],
  "a line in pieces is one line": [
    ["a", "b", "c\nd\n"],
    ["abc", "d"],
  ],
  "a character in pieces is one character": [[Buffer.from([0xc3]), Buffer.from([0xbc, 0x0a])], ["ü"]],
  "an empty line is a line": [["\n"], [""]],
  "the last line needs no end": [["a\nb"], ["a", "b"]],
  "a long line is cut": [[`${"x".repeat(limit + 3)}\n`], ["x".repeat(limit), "xxx"]],
  "a long line without an end is cut before it ends": [
    ["x".repeat(limit), "y"],
    ["x".repeat(limit), "y"],
  ],
};

for (const [title, [chunks, lines]] of Object.entries(cases)) {
  test(title, async (t) => {
    const stream = new PassThrough();
    const received: string[] = [];
    readLines(stream, (line) => received.push(line));

    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    await finished(stream);

    t.deepEqual(received, lines);
  });
}

test("a line without an end can be asked for", async (t) => {
  const stream = new PassThrough();
  const received: string[] = [];
  const flush = readLines(stream, (line) => received.push(line));
  stream.write("a");
  await new Promise(setImmediate);

  flush();
  stream.end("b\n");
  await finished(stream);

  t.deepEqual(received, ["a", "b"]);
});
