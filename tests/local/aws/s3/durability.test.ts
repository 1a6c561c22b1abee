import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { request as httpRequest } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import test, { type ExecutionContext } from "ava";
import { openDatabase } from "../../../../local/aws/data/database.ts";
import { openUploadQueue } from "../../../helpers/aws/queues.ts";
import { sign } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { object } from "../../../helpers/aws/versions.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";
import { until } from "../../../helpers/until.ts";

/** Begins an upload of `size` bytes. */
function beginUpload(endpoint: string, size: number) {
  const unsigned = { method: "PUT", path: "/uploads/key", headers: { "content-length": String(size) } };
  const { method, path, headers } = sign(endpoint, unsigned, { payload: "UNSIGNED-PAYLOAD" }).request;
  return httpRequest(new URL(endpoint), { method, path, headers, agent: false });
}

test("an upload that is interrupted leaves nothing behind", async (t) => {
  const { endpoint, files, events } = await startS3(t);
  const upload = beginUpload(endpoint, 1000);
  upload.on("error", () => undefined);
  upload.write(Buffer.alloc(500));
  await until(
    async () => files().length,
    (count) => count === 1,
  );

  upload.destroy();

  await until(
    async () => files().length,
    (count) => count === 0,
  );
  t.deepEqual(events, []);
});

test("an upload keeps the memory flat", async (t) => {
  const { endpoint } = await startS3(t);
  const [chunk, count] = [Buffer.alloc(1024 ** 2), 256];
  const before = process.memoryUsage.rss();
  let peak = 0;
  const upload = beginUpload(endpoint, chunk.length * count);
  const answered = once(upload, "response");

  await pipeline(
    Readable.from(
      (function* () {
        for (let index = 0; index < count; index += 1) {
          peak = Math.max(peak, process.memoryUsage.rss());
          yield chunk;
        }
      })(),
    ),
    upload,
  );

  const [{ statusCode }] = await answered;
  t.is(statusCode, 200);
  t.true(peak - before < 100 * 1024 ** 2, `grew by ${Math.round((peak - before) / 1024 ** 2)} MiB`);
});

test("objects, tags and uploads in parts survive a restart", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startS3(t, { dataFolder });
  await first.client.send(new PutObjectCommand({ ...object, Body: "bytes", Tagging: "a=b" }));
  const { UploadId } = await first.client.send(new CreateMultipartUploadCommand({ ...object, Key: "parts" }));
  const part = { ...object, Key: "parts", UploadId, PartNumber: 1 };
  const { ETag } = await first.client.send(new UploadPartCommand({ ...part, Body: "part" }));
  await first.stop();

  const { client } = await startS3(t, { dataFolder });
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(
    new CompleteMultipartUploadCommand({ ...object, Key: "parts", UploadId, MultipartUpload }),
  );

  const read = async (Key: string) =>
    (await client.send(new GetObjectCommand({ ...object, Key }))).Body?.transformToString();
  t.deepEqual([await read("key"), await read("parts")], ["bytes", "part"]);
  t.deepEqual((await client.send(new GetObjectTaggingCommand(object))).TagSet, [{ Key: "a", Value: "b" }]);
});

test("files that no object names are removed at the start", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startS3(t, { dataFolder });
  await first.client.send(new PutObjectCommand({ ...object, Body: "bytes" }));
  const known = first.files();
  await first.stop();
  writeFileSync(join(dataFolder, "objects", "stray"), "half an upload");

  const { files } = await startS3(t, { dataFolder });

  t.deepEqual(files(), known);
});

test("an object whose event cannot be recorded is not stored, nor is the old one lost", async (t) => {
  let error: Error | undefined;
  const recordEvent = () => {
    if (error !== undefined) throw error;
  };
  const { client, files } = await startS3(t, { recordEvent });
  await client.send(new PutObjectCommand({ ...object, Body: "old" }));

  error = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  const put = client.send(new PutObjectCommand({ ...object, Body: "new" }));

  await t.throwsAsync(put, { name: "InternalError", message: /^The disk is full/ });
  t.is(await (await client.send(new GetObjectCommand(object))).Body?.transformToString(), "old");
  t.is(files().length, 1);
});

const mountable = canMount();

function mountSmallDisk(t: ExecutionContext, size: string): string {
  const folder = join(temporaryFolder(t), "disk");
  mkdirSync(folder);
  execFileSync("/bin/mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", folder], { stdio: "pipe" });
  t.teardown(() => execFileSync("/bin/umount", ["--lazy", folder]));
  return folder;
}

function canMount(): boolean {
  try {
    execFileSync("/usr/bin/unshare", ["--mount", "/bin/mount", "-t", "tmpfs", "tmpfs", "/mnt"], {
      stdio: "pipe",
    });
    return true;
  } catch {
    return false;
  }
}

const onDisk = mountable ? test : test.skip;
const skipped = mountable ? "" : " (skipped: mounting a small disk is refused here)";

onDisk(`an upload that fills the disk is refused by name and leaves nothing behind${skipped}`, async (t) => {
  const dataFolder = mountSmallDisk(t, "4m");
  const { client, files } = await startS3(t, { dataFolder });

  const put = client.send(new PutObjectCommand({ ...object, Body: Buffer.alloc(5 * 1024 ** 2) }));

  const error = await t.throwsAsync(put, { name: "InternalError" });
  t.is(error?.message, `The disk is full: nothing more fits into ${dataFolder}`);
  t.deepEqual(files(), []);
  await t.notThrowsAsync(client.send(new PutObjectCommand({ ...object, Body: "bytes" })));
});

onDisk(`when the database fills the disk, every acknowledged object is still there${skipped}`, async (t) => {
  const dataFolder = mountSmallDisk(t, "1m");
  const { client, storage, files } = await startS3(t, { dataFolder });
  const Metadata = { note: "x".repeat(2000) };
  const acknowledged: string[] = [];
  const fill = async () => {
    for (let index = 0; ; index += 1) {
      await client.send(new PutObjectCommand({ ...object, Key: `key ${index}`, Body: "x", Metadata }));
      acknowledged.push(`key ${index}`);
    }
  };

  await t.throwsAsync(fill, { name: "InternalError", message: /^The disk is full/ });

  t.true(acknowledged.length > 0);
  t.is(files().length, acknowledged.length);
  t.deepEqual(
    acknowledged.filter((key) => storage.find("uploads", key) === undefined),
    [],
  );
});

onDisk(
  `when messages fill the disk, an upload is refused with its message, and the run goes on when there is room${skipped}`,
  async (t) => {
    const dataFolder = mountSmallDisk(t, "1m");
    writeFileSync(join(dataFolder, "ballast"), Buffer.alloc(300_000));
    const database = openDatabase(dataFolder);
    const { uploads } = openUploadQueue({ database });
    const recordEvent = () => void uploads.send("x".repeat(20_000));
    const { client, files } = await startS3(t, { dataFolder, database, recordEvent });
    const put = (index: number) =>
      client.send(new PutObjectCommand({ ...object, Key: String(index), Body: "x" }));
    let stored = 0;
    const fill = async () => {
      for (;;) {
        await put(stored);
        stored += 1;
      }
    };

    await t.throwsAsync(fill, { name: "InternalError", message: /^The disk is full/ });
    const counts = [files().length, uploads.size()];
    rmSync(join(dataFolder, "ballast"));
    await put(stored);

    t.true(stored > 0);
    t.deepEqual(counts, [stored, stored]);
    t.is(uploads.size(), stored + 1);
  },
);
