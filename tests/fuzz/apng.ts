import { createChunk, readChunks, signatureBytes, uint32 } from "../helpers/images/png-chunks.ts";

const tenthOfSecond = Buffer.from([0, 1, 0, 10, 0, 0]);

/** Makes an animated PNG of `pngs`, which share one size and colour type. Decoders without APNG show the first. */
export function createApng(pngs: [Buffer, ...Buffer[]]): Buffer {
  const [first] = pngs;
  const header = readChunks(first)[0]?.data ?? Buffer.alloc(0);
  const place = Buffer.concat([header.subarray(0, 8), uint32(0), uint32(0), tenthOfSecond]);
  let sequence = 0;
  const numbered = (name: string, data: Buffer) =>
    createChunk(name, Buffer.concat([uint32(sequence++), data]));
  const frames = pngs.flatMap((png, index) => {
    const data = readChunks(png).filter(({ name }) => name === "IDAT");
    const control = numbered("fcTL", place);
    return [
      control,
      ...data.map(({ data }) => (index === 0 ? createChunk("IDAT", data) : numbered("fdAT", data))),
    ];
  });
  return Buffer.concat([
    first.subarray(0, signatureBytes),
    createChunk("IHDR", header),
    createChunk("acTL", Buffer.concat([uint32(pngs.length), uint32(0)])),
    ...frames,
    createChunk("IEND", Buffer.alloc(0)),
  ]);
}
