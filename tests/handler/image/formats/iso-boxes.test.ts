import test from "ava";
import { boxesOf, contentsOf } from "../../../../handler/image/formats/iso-boxes.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

for (const [title, text, expected] of [
  ["one behind the other", "\0\0\0\x09metaa\0\0\0\x08free", ["meta a", "free "]],
  ["with 64 bits of length", "\0\0\0\x01mdat\0\0\0\0\0\0\0\x12ab\0\0\0\x08free", ["mdat ab", "free "]],
  ["up to the end", "\0\0\0\0mdatabc", ["mdat abc"]],
  ["until one is shorter than its head", "\0\0\0\x08free\0\0\0\x07metaabc", ["free "]],
  ["until one is longer than what is there", "\0\0\0\x08free\0\0\0\x0dmetaabc", ["free "]],
] as const) {
  test(`boxes are read ${title}`, (t) => {
    const found = boxesOf(bytes(text)).map(({ type, content }) => `${type} ${content.toString("latin1")}`);

    t.deepEqual(found, expected);
  });
}

test("the contents of all boxes of one type are found", (t) => {
  t.deepEqual(contentsOf(boxesOf(bytes("\0\0\0\x09metaa\0\0\0\x09metab")), "meta"), [bytes("a"), bytes("b")]);
});
