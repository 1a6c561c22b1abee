import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import test from "ava";
import sharp from "sharp";
import { noise } from "../helpers/images/images.ts";
import { sharedStack } from "../helpers/local/run.ts";
import { upload } from "../helpers/local/uploads.ts";

const settings = ["renditions[0].name=thumbnail", "renditions[0].maxDimension=64", "web.format=webp"];
const stack = sharedStack(...settings.flatMap((setting) => ["--config", setting]));

async function keysIn(bucket: string, prefix: string): Promise<(string | undefined)[]> {
  const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix });
  const { Contents = [] } = await stack().client.send(list);
  return Contents.map(({ Key }) => Key);
}

async function outputIn(bucket: string, key: string) {
  const { Body, Metadata = {} } = await stack().client.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  const { format, width, height } = await sharp(await Body?.transformToByteArray()).metadata();
  return { rendition: Metadata.rendition, format, width, height };
}

test("one upload becomes an output for each rendition, in its bucket", async (t) => {
  const { outputBucket, webBucket } = stack().description;
  if (webBucket === null) return t.fail("there is no third bucket");

  await upload(stack(), "uploads/a.png", await noise(400, 300).png().toBuffer());
  await stack().settled();

  t.deepEqual(await keysIn(outputBucket, "uploads/a"), ["uploads/a-thumbnail.jpg", "uploads/a.jpg"]);
  t.deepEqual(await keysIn(webBucket, "uploads/a"), ["uploads/a.webp"]);
  t.deepEqual(
    [
      await outputIn(outputBucket, "uploads/a.jpg"),
      await outputIn(outputBucket, "uploads/a-thumbnail.jpg"),
      await outputIn(webBucket, "uploads/a.webp"),
    ],
    [
      { rendition: "default", format: "jpeg", width: 400, height: 300 },
      { rendition: "thumbnail", format: "jpeg", width: 64, height: 48 },
      { rendition: "web", format: "webp", width: 400, height: 300 },
    ],
  );
});

interface Images {
  images: { source: { key: string }; outputs: { key: string; rendition: string; url: string }[] }[];
}

test("the page has every output beside its source, with its rendition", async (t) => {
  const { page } = stack().description;
  await upload(stack(), "uploads/b.png", await noise().png().toBuffer());
  await stack().settled();

  const { images } = (await (await fetch(`${page}images.json`)).json()) as Images;

  const outputs = images.find(({ source }) => source.key === "uploads/b.png")?.outputs ?? [];
  t.deepEqual(
    outputs.map(({ key, rendition }) => [rendition, key]),
    [
      ["default", "uploads/b.jpg"],
      ["thumbnail", "uploads/b-thumbnail.jpg"],
      ["web", "uploads/b.webp"],
    ],
  );
  for (const { url } of outputs) t.is((await fetch(page + url)).status, 200);
});
