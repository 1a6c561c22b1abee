import { GetObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import sharp, { type Sharp } from "sharp";
import { noise } from "../helpers/images/images.ts";
import { sharedStack } from "../helpers/local/run.ts";
import { upload } from "../helpers/local/uploads.ts";

const stack = sharedStack(
  ...["memoryMiB=256", "scale=1", "reservedConcurrency=1"].flatMap((setting) => ["--config", setting]),
);

const large = (encode: (image: Sharp) => Sharp) =>
  encode(sharp({ create: { width: 6000, height: 4000, channels: 3, background: "teal" } })).toBuffer();

test("what would exceed the function's memory is rejected before it is decoded, and what follows is compressed", async (t) => {
  const jpeg = await large((image) => image.jpeg({ progressive: true, chromaSubsampling: "4:4:4" }));
  await upload(stack(), "uploads/progressive.jpg", jpeg);
  await upload(stack(), "uploads/interlaced.png", await large((image) => image.png({ progressive: true })));
  await upload(stack(), "uploads/next.png", await noise(200).png().toBuffer());

  const status = await stack().settled();

  t.like(status, { failed: 0, deadLetters: 0, succeeded: 3 });
  t.deepEqual(status.rejections, { "too-much-memory": 2 });
  const { outputBucket: Bucket } = stack().description;
  await t.notThrowsAsync(stack().client.send(new GetObjectCommand({ Bucket, Key: "uploads/next.jpg" })));
});
