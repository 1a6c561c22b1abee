import test from "ava";
import { boxesOf, brandsOf, contentsOf, exactBoxesOf } from "../../../../handler/image/formats/iso-boxes.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");
const described = (boxes: { name: string; content: Buffer }[] | undefined) =>
  boxes?.map(({ name, content }) => `${name} ${content.toString("latin1")}`);

for (const [title, text, expected] of [
  ["one behind the other", "\0\0\0\x09metaa\0\0\0\x08free", ["meta a", "free "]],
  ["with 64 bits of length", "\0\0\0\x01mdat\0\0\0\0\0\0\0\x12ab\0\0\0\x08free", ["mdat ab", "free "]],
  ["up to the end", "\0\0\0\0mdatabc", ["mdat abc"]],
  ["until one is shorter than its head", "\0\0\0\x08free\0\0\0\x07metaabc", ["free "]],
  ["until one is longer than what is there", "\0\0\0\x08free\0\0\0\x0dmetaabc", ["free "]],
  ["until fewer bytes are left than a head has", "\0\0\0\x08free\0\0\0\x08met", ["free "]],
] as const) {
  test(`boxes are read ${title}`, (t) => {
    t.deepEqual(described(boxesOf(bytes(text))), expected);
  });
}

for (const [title, text, expected] of [
  ["that fill the bytes are read", "\0\0\0\x09metaa\0\0\0\x08free", ["meta a", "free "]],
  ["of no bytes are none", "", []],
  ["with 64 bits of length are refused", "\0\0\0\x01mdat\0\0\0\0\0\0\0\x12ab", undefined],
  ["up to the end are refused", "\0\0\0\0mdatabc", undefined],
  ["before a shorter one than its head are refused", "\0\0\0\x08free\0\0\0\x07metaabc", undefined],
  ["before a longer one than what is there are refused", "\0\0\0\x08free\0\0\0\x0dmetaabc", undefined],
  ["before a part of a head are refused", "\0\0\0\x08free\0\0\0\x08met", undefined],
] as const) {
  test(`exact boxes ${title}`, (t) => {
    t.deepEqual(described(exactBoxesOf(bytes(text))), expected);
  });
}

test("the contents of all boxes of one type are found", (t) => {
  t.deepEqual(contentsOf(boxesOf(bytes("\0\0\0\x09metaa\0\0\0\x09metab")), "meta"), [bytes("a"), bytes("b")]);
});

for (const [title, text, expected] of [
  ["in a whole box", "\0\0\0\x14ftypavif\0\0\0\0mif1free", ["avif", "\0\0\0\0", "mif1"]],
  ["in a box that is cut off", "\0\0\0\x18ftypavif\0\0\0\0mi", ["avif", "\0\0\0\0"]],
  ["in a box of another type", "\0\0\0\x0cmetaavif", []],
  ["in a box without a length", "\0\0\0\0ftypavif", []],
  ["in a part of a head", "\0\0\0\x0cft", []],
] as const) {
  test(`brands are found ${title}: ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(brandsOf(bytes(text)), [...expected]);
  });
}
