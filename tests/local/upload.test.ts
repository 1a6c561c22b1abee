import { GetObjectTaggingCommand } from "@aws-sdk/client-s3";
import test from "ava";
import sharp from "sharp";
import { noise } from "../helpers/images/images.ts";
import { sharedStack, startStack } from "../helpers/local/run.ts";
import { read, upload } from "../helpers/local/uploads.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const stack = sharedStack();

test("an upload appears as a progressive JPEG of its own size, made with the defaults", async (t) => {
  const source = await noise(400, 300).png().toBuffer();

  await upload(stack(), "uploads/a b+ü.png", source);
  const output = await read(stack(), "uploads/a b+ü.jpg");

  const { format, width, height, isProgressive } = await sharp(output.bytes).metadata();
  t.deepEqual(
    { format, width, height, isProgressive },
    { format: "jpeg", width: 400, height: 300, isProgressive: true },
  );
  t.is(output.contentType, "image/jpeg");
  t.like(output.metadata, {
    "source-bucket": stack().description.sourceBucket,
    "source-key": "uploads%2Fa%20b%2B%C3%BC.png",
    rendition: "default",
  });
});

test("what is outside the upload prefix is left alone", async (t) => {
  await upload(stack(), "elsewhere/a.png", await noise().png().toBuffer());
  await stack().settled();

  await t.throwsAsync(read(stack(), "elsewhere/a.jpg"), { name: "NoSuchKey" });
});

test("sources that share a short name keep their outputs apart", async (t) => {
  const sizes = { png: 10, jpeg: 20, jpg: 30 };
  for (const [extension, size] of Object.entries(sizes)) {
    const format = extension === "png" ? "png" : "jpeg";
    await upload(stack(), `uploads/same.${extension}`, await noise(size).toFormat(format).toBuffer());
    await stack().settled();
  }

  const keys = ["uploads/same.jpg", "uploads/same.jpeg.jpg", "uploads/same.jpg.jpg"];
  const widths = await Promise.all(
    keys.map(async (key) => (await sharp((await read(stack(), key)).bytes).metadata()).width),
  );

  t.deepEqual(widths, [10, 20, 30]);
});

test("an overwritten source gets a new output", async (t) => {
  const colourOf = async () =>
    (await sharp((await read(stack(), "uploads/again.jpg")).bytes).stats()).dominant;
  const image = (background: string) =>
    sharp({ create: { width: 9, height: 9, channels: 3, background } })
      .png()
      .toBuffer();

  await upload(stack(), "uploads/again.png", await image("red"));
  await stack().settled();
  const first = await colourOf();
  await upload(stack(), "uploads/again.png", await image("blue"));
  await stack().settled();

  t.true(first.r > first.b);
  const second = await colourOf();
  t.true(second.b > second.r);
});

const hostileKeys = [
  "uploads/../../escape.png",
  "uploads//double.png",
  "uploads/%2F.png",
  'uploads/\'"quotes".png',
  "uploads/line\nbreak\u001b[2J\u0085.png",
  `uploads/${"é".repeat(505)}.png`,
];

test("keys that look like paths, markup or terminal commands are only names", async (t) => {
  const source = await noise().png().toBuffer();

  for (const key of hostileKeys) await upload(stack(), key, source);
  await stack().settled();

  for (const key of hostileKeys) {
    const { metadata } = await read(stack(), key.replace(/png$/, "jpg"));
    t.truthy(metadata["source-key"]);
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them may reach a terminal
  t.notRegex(stack().output.stderr, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});

test("options given with --config change what comes out", async (t) => {
  const config = [
    "quality=90",
    "maxDimension=160",
    "format=webp",
    "outputPrefix=small/",
    "cacheControl=max-age=60",
    "objectTags.team=web",
    "uploadSuffixes[0]=.png",
  ];
  const other = await startStack(
    t,
    temporaryFolder(t),
    ...config.flatMap((setting) => ["--config", setting]),
  );
  const source = await noise(400, 300).png().toBuffer();

  await upload(other, "uploads/a.PNG", source);
  await upload(other, "uploads/b.Png", source);
  await other.settled();

  const { bytes, cacheControl } = await read(other, "small/uploads/a.webp");
  const { format, width } = await sharp(bytes).metadata();
  t.deepEqual({ format, width, cacheControl }, { format: "webp", width: 160, cacheControl: "max-age=60" });
  await t.throwsAsync(read(other, "small/uploads/b.webp"), { name: "NoSuchKey" });
  const output = { Bucket: other.description.outputBucket, Key: "small/uploads/a.webp" };
  const { TagSet } = await other.client.send(new GetObjectTaggingCommand(output));
  t.deepEqual(TagSet, [{ Key: "team", Value: "web" }]);
});

test("--stack takes the values of another stack", async (t) => {
  const lab = await startStack(t, temporaryFolder(t), "--stack", "lab");

  await upload(lab, "uploads/a.png", await noise(400, 300).png().toBuffer());
  const { bytes } = await read(lab, "uploads/a.jpg");

  const { width, height } = await sharp(bytes).metadata();
  t.deepEqual({ width, height }, { width: 120, height: 90 });
});

test("who brings no keys is refused", async (t) => {
  const { endpoint, sourceBucket } = stack().description;

  const { status } = await fetch(`${endpoint}/${sourceBucket}/uploads/x.png`);

  t.is(status, 403);
});
