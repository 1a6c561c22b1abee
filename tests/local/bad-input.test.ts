import { deflateSync } from "node:zlib";
import { ListObjectsV2Command } from "@aws-sdk/client-s3";
import test from "ava";
import { noise } from "../helpers/images/images.ts";
import { createChunk } from "../helpers/images/png-chunks.ts";
import { sharedStack } from "../helpers/local/run.ts";
import { upload } from "../helpers/local/uploads.ts";

const stack = sharedStack("--config", "maxBytes=2000000");

const side = 20_000;

/** Creates a PNG of 20,000 × 20,000 pixels of one bit in about 50 kB. */
async function bomb(): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header[8] = 1;
  const rows = Buffer.alloc((1 + side / 8) * side);
  const chunks = [
    createChunk("IHDR", header),
    createChunk("IDAT", deflateSync(rows)),
    createChunk("IEND", Buffer.alloc(0)),
  ];
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), ...chunks]);
}

const jpeg = () => noise(200, 200).jpeg().toBuffer();

const inputs: [key: string, body: () => Promise<Uint8Array>, reason: string][] = [
  ["empty.png", async () => Buffer.alloc(0), "not-an-image"],
  ["text.png", async () => Buffer.from("hello"), "not-an-image"],
  ["torn.jpg", async () => (await jpeg()).subarray(0, -2000), "corrupt"],
  ["drawing.png", async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), "unsupported-format"],
  ["bomb.png", bomb, "too-many-pixels"],
  ["large.jpg", async () => Buffer.alloc(2_000_001, 0xff), "too-many-bytes"],
];

test("what can never be compressed is counted by its reason, once, and leaves nothing behind", async (t) => {
  for (const [key, body] of inputs) await upload(stack(), `uploads/${key}`, await body());

  const status = await stack().settled();

  const reasons = inputs.map(([, , reason]) => reason);
  const counts = Object.fromEntries(
    reasons.map((reason) => [reason, reasons.filter((other) => other === reason).length]),
  );
  t.like(status, { failed: 0, deadLetters: 0, succeeded: inputs.length });
  t.deepEqual(status.rejections, counts);
  const { outputBucket: Bucket } = stack().description;
  const { KeyCount } = await stack().client.send(new ListObjectsV2Command({ Bucket }));
  t.is(KeyCount, 0);
});
