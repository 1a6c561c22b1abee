import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import { startS3 } from "../helpers/aws/s3.ts";
import { build, bundle, filesIn, fingerprint, layers } from "../helpers/engine/builds.ts";
import { pack } from "../helpers/engine/packed-package.ts";
import { noise } from "../helpers/images/images.ts";
import { callBundle, elfMachine } from "../helpers/store/deployed-bundle.ts";
import { settingsWith } from "../helpers/store/scripted-store.ts";

const isOnLinux = process.platform === "linux";
const ownLayer = process.arch === "arm64" ? layers.arm64 : layers.x86_64;
const folder = mkdtempSync(join(tmpdir(), "builds-"));
const [first, second] = await Promise.all([build(join(folder, "a/longer path")), pack()]);

test.after.always(() => rmSync(folder, { recursive: true }));

test("Two builds in two folders are the same, bytes and names; the layers are those of the last `npm run build`", (t) => {
  t.deepEqual(fingerprint(join(first, "dist")), fingerprint(join(second.project, "dist")));
  t.true(filesIn(join(first, "dist")).length > 50);
});

test("Both layers hold the same files, but for the name of their platform", (t) => {
  const [arm64, x86] = Object.values(layers).map((layer) => filesIn(join(first, layer)));

  t.deepEqual(
    arm64?.map((file) => file.replaceAll("linux-arm64", "linux-x64")),
    x86,
  );
});

for (const [architecture, layer] of Object.entries(layers)) {
  test(`All native code in the layer for ${architecture} fits its processor`, (t) => {
    const native = filesIn(join(first, layer)).filter((file) => /\.node$|\.so[.\d]*$/.test(file));

    t.is(native.length, 2);
    for (const file of native) t.is(elfMachine(join(first, layer, file)), architecture);
  });

  test(`The layer for ${architecture} carries the licence of each of its packages`, (t) => {
    const files = filesIn(join(first, layer));
    const packages = files.filter((file) => file.endsWith("/package.json")).map((file) => file.slice(0, -13));

    const isLicence = (folder: string) =>
      files.some((file) => file.startsWith(`${folder}/LICENSE`) || file === `${folder}/README.md`);
    t.true(packages.length >= 5);
    t.deepEqual(
      packages.filter((folder) => !isLicence(folder)),
      [],
    );
    t.is(files.filter((file) => /libvips.*\/(README\.md|versions\.json)$/.test(file)).length, 2);
  });
}

test("The bundle carries the licences of its packages", (t) => {
  const licences = readFileSync(join(first, bundle, "LICENSES.txt"), "utf8");

  t.regex(licences, /@aws-sdk\/client-s3 [\d.]+, Apache-2\.0\n.*Apache License/s);
});

(isOnLinux ? test : test.skip)(
  `The bundle runs with all of the layer and no other package${isOnLinux ? "" : " (skipped: the layer is for Linux)"}`,
  async (t) => {
    const { client, endpoint } = await startS3(t);
    const layer = join(first, ownLayer);
    await client.send(
      new PutObjectCommand({ Bucket: "uploads", Key: "a b.png", Body: await noise().png().toBuffer() }),
    );
    const event = { Records: [{ s3: { bucket: { name: "uploads" }, object: { key: "a+b.png" } } }] };

    const loaded = await callBundle(
      { bundle: join(first, bundle), layer, task: join(folder, "task") },
      endpoint,
      settingsWith(),
      event,
    );

    const output = await client.send(new GetObjectCommand({ Bucket: "outputs", Key: "a b.jpg" }));
    t.is(output.ContentType, "image/jpeg");
    const isNeeded = (file: string) =>
      loaded.includes(join(layer, file)) ||
      /\/(package\.json|versions\.json|README\.md|LICENSE[^/]*)$/.test(file);
    const isForeign = (file: string) => /node_modules|sharp|vips/.test(file) && !file.startsWith(layer);
    t.deepEqual(
      filesIn(layer).filter((file) => !isNeeded(file)),
      [],
    );
    t.deepEqual(loaded.filter(isForeign), []);
  },
);
