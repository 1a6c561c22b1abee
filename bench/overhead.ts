// Compares the handler's processor time over an S3 endpoint with bare sharp, with the same settings on the same bytes, in one run.
// The endpoint is a separate process, since S3's work is not the function's in AWS. The handler's process is warm, as a busy
// function's is. Arguments: quality and scale, by default the component's defaults.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import sharp from "sharp";
import { type Settings, settingsVariable } from "../contract/settings.ts";
import { limits, rendition } from "../tests/helpers/images/renditions.ts";
import { cpuMilliseconds } from "./processor-time.ts";
import { median } from "./statistics.ts";

const allowedRatio = 1.1;
const warmUps = 8;
const rounds = 80;
const [quality = "80", scale = "1"] = process.argv.slice(2);
const asked = rendition({
  name: "default",
  bucket: "bench-output",
  quality: Number(quality),
  scale: Number(scale),
});
const settings: Settings = {
  sourceBucket: "bench-source",
  outputNaming: "replace",
  limits: { ...limits, maxPixels: 100_000_000, maxBytes: 50_000_000 },
  renditions: [asked],
};

/** Imitates a photo of 12 megapixels, with large shapes and fine grain. */
async function createPhoto(): Promise<Buffer> {
  const noise = (width: number, height: number, sigma: number) =>
    sharp({
      create: {
        width,
        height,
        channels: 3,
        background: "#808080",
        noise: { type: "gaussian", mean: 128, sigma },
      },
    });
  const shapes = await noise(250, 188, 90)
    .resize(4000, 3000, { kernel: "cubic", fit: "fill" })
    .png()
    .toBuffer();
  const grain = await noise(4000, 3000, 12).png({ compressionLevel: 1 }).toBuffer();
  return sharp(shapes)
    .composite([{ input: grain, blend: "soft-light" }])
    .jpeg({ quality: 92 })
    .toBuffer();
}

async function bareSharp(bytes: Buffer): Promise<void> {
  const { width, height } = (await sharp(bytes).metadata()).autoOrient;
  await sharp(bytes)
    .autoOrient()
    .resize(Math.round(width * asked.scale), Math.round(height * asked.scale), { fit: "fill" })
    .flatten({ background: asked.background })
    .jpeg({ quality: asked.quality, progressive: true })
    .toBuffer();
}

async function startEndpoint(dataFolder: string): Promise<{ child: ChildProcess; endpoint: string }> {
  const child = fork(join(import.meta.dirname, "s3-endpoint.ts"), [
    dataFolder,
    settings.sourceBucket,
    asked.bucket,
  ]);
  const [port] = await once(child, "message");
  return { child, endpoint: `http://127.0.0.1:${port}` };
}

const dataFolder = mkdtempSync(join(tmpdir(), "pipeline-bench-"));
const { child, endpoint } = await startEndpoint(dataFolder);
try {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: endpoint,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench-secret",
    AWS_LAMBDA_FUNCTION_NAME: "bench",
    [settingsVariable]: JSON.stringify(settings),
  });
  const { handler } = createRequire(import.meta.url)("../dist/function/index.js");
  const photo = await createPhoto();
  const client = new S3Client({});
  const compressUpload = async (key: string) => {
    await handler(
      { Records: [{ s3: { bucket: { name: settings.sourceBucket }, object: { key } } }] },
      { awsRequestId: key },
    );
  };

  const ratios: number[] = [];
  for (let round = 1 - warmUps; round <= rounds; round += 1) {
    const key = `${round}.jpg`;
    await client.send(new PutObjectCommand({ Bucket: settings.sourceBucket, Key: key, Body: photo }));
    // They take turns at going first, so neither always pays for the other's garbage.
    const bareFirst = round % 2 === 0 ? await cpuMilliseconds(() => bareSharp(photo)) : undefined;
    const handlerCpu = await cpuMilliseconds(() => compressUpload(key));
    const bareCpu = bareFirst ?? (await cpuMilliseconds(() => bareSharp(photo)));
    if (round > 0) ratios.push(handlerCpu / bareCpu);
  }
  const ratio = median(ratios);
  const measured = `quality ${quality}, scale ${scale}, ${photo.length} bytes, ${rounds} rounds`;
  console.error(
    `${measured}: median CPU ratio handler / bare sharp ${ratio.toFixed(3)}, allowed ${allowedRatio}`,
  );
  process.exitCode = ratio <= allowedRatio ? 0 : 1;
} finally {
  child.kill();
  rmSync(dataFolder, { recursive: true, force: true });
}
