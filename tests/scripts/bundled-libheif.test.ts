import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import test, { type ExecutionContext } from "ava";
import { startS3 } from "../helpers/aws/s3.ts";
import { bundle } from "../helpers/engine/builds.ts";
import { pack } from "../helpers/engine/packed-package.ts";
import { heic } from "../helpers/images/heic.ts";
import { noise } from "../helpers/images/images.ts";
import { root } from "../helpers/root.ts";
import { callBundle } from "../helpers/store/deployed-bundle.ts";
import { settingsWith } from "../helpers/store/scripted-store.ts";

const isOnLinux = process.platform === "linux";
const onLinux = isOnLinux ? test : test.skip;
const skipped = isOnLinux ? "" : " (skipped: what a process has loaded is read from /proc)";
const folder = mkdtempSync(join(tmpdir(), "libheif-"));
const { project } = await pack();
const layer = join(folder, "layer");
mkdirSync(join(layer, "nodejs"), { recursive: true });
symlinkSync(join(root, "node_modules"), join(layer, "nodejs/node_modules"));

test.after.always(() => rmSync(folder, { recursive: true }));

/** Runs the bundle on one upload in its own folder; returns the output, and the files of libheif it loaded. */
async function upload(t: ExecutionContext, body: Buffer): Promise<{ output: Uint8Array; libheif: string[] }> {
  const { client, endpoint } = await startS3(t);
  await client.send(new PutObjectCommand({ Bucket: "uploads", Key: "a", Body: body }));
  const event = { Records: [{ s3: { bucket: { name: "uploads" }, object: { key: "a" } } }] };
  const task = mkdtempSync(join(folder, "task-"));
  const places = { bundle: join(project, bundle), layer, task };
  const loaded = await callBundle(places, endpoint, settingsWith(), event);
  const output = await client.send(new GetObjectCommand({ Bucket: "outputs", Key: "a.jpg" }));
  return {
    output: (await output.Body?.transformToByteArray()) ?? new Uint8Array(),
    libheif: loaded.filter((file) => file.includes("libheif.")).map((file) => file.replace(task, "")),
  };
}

onLinux(`The bundle finds libheif beside itself when a HEIC arrives${skipped}`, async (t) => {
  const { output, libheif } = await upload(t, heic("grid"));

  t.deepEqual([...output.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  t.deepEqual(libheif, ["/libheif/libheif.js"]);
});

onLinux(`The bundle leaves libheif alone when no HEIC arrives${skipped}`, async (t) => {
  const { libheif } = await upload(t, await noise().png().toBuffer());

  t.deepEqual(libheif, []);
});

test("libheif is bundled unmodified, with its licence", (t) => {
  const beside = (file: string) => readFileSync(join(project, bundle, "libheif", file));

  for (const file of ["libheif.js", "libheif.wasm"]) {
    t.deepEqual(beside(file), readFileSync(join(project, "node_modules/libheif-js/libheif-wasm", file)));
  }
  t.regex(beside("LICENSE").toString(), /LESSER GENERAL PUBLIC LICENSE.*GNU GENERAL PUBLIC LICENSE/s);
  t.regex(readFileSync(join(project, bundle, "LICENSES.txt"), "utf8"), /libheif-js [\d.]+, LGPL-3\.0\n/);
});
