import test from "ava";
import { chunksOf, createChunk, exactChunksOf } from "../../../../handler/image/formats/png-chunks.ts";
import { noise } from "../../../helpers/images/images.ts";
import { createChunk as expectedChunk } from "../../../helpers/images/png-chunks.ts";

const signature = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const [gamma, end] = [expectedChunk("gAMA", Buffer.from("abcd")), expectedChunk("IEND", Buffer.alloc(0))];
const described = (chunks: Iterable<{ name: string; content: Buffer }> | undefined) =>
  chunks && [...chunks].map(({ name, content }) => `${name} ${content.toString("latin1")}`);

test("a chunk is written with its length and its checksum", (t) => {
  t.deepEqual(createChunk("gAMA", Buffer.from("abcd")), gamma);
});

test("chunks are read with what they hold", async (t) => {
  const png = await noise().png().toBuffer();
  const names = [...chunksOf(png)].map(({ name }) => name);

  t.deepEqual([names.at(0), names.at(-1)], ["IHDR", "IEND"]);
  t.deepEqual(exactChunksOf(png), [...chunksOf(png)]);
  t.deepEqual(described(chunksOf(Buffer.concat([signature, gamma, end]))), ["gAMA abcd", "IEND "]);
});

for (const [title, rest] of [
  ["bytes that are no chunk", Buffer.from("film")],
  ["a chunk that ends early", gamma.subarray(0, -1)],
] as const) {
  test(`${title} behind the last chunk are passed over or refused, as asked`, (t) => {
    const png = Buffer.concat([signature, end, rest]);

    t.deepEqual(described(chunksOf(png)), ["IEND "]);
    t.is(exactChunksOf(png), undefined);
  });
}
