import { execFile, execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import anyTest, { type ExecutionContext } from "ava";
import { owner, region, startS3 } from "../../../helpers/aws/s3.ts";
import { aws, unboundedInTime } from "../../../helpers/local/aws-command.ts";
import { temporaryFolder } from "../../../helpers/temporary-folder.ts";

const isInstalled = existsSync(aws);
const test = isInstalled ? anyTest.serial : anyTest.skip;
const skipped = isInstalled ? "" : " (skipped: /usr/bin/aws is not installed)";

/** Starts the endpoint, and returns an empty folder and a function to run the client for its lines of output. */
async function start(t: ExecutionContext) {
  const s3 = await startS3(t);
  const folder = temporaryFolder(t);
  const env = {
    HOME: folder,
    LC_ALL: "C.UTF-8",
    AWS_ACCESS_KEY_ID: owner.accessKeyId,
    AWS_SECRET_ACCESS_KEY: owner.secretAccessKey,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: "true",
  };
  const run = async (...options: string[]) => {
    const { stdout } = await promisify(execFile)(
      aws,
      [...unboundedInTime, "--endpoint-url", s3.endpoint, ...options],
      {
        env,
        cwd: folder,
      },
    );
    return stdout.trim().split(/[\r\n]+/);
  };
  return { ...s3, folder, run };
}

test(`the version of the client is on record${skipped}`, (t) => {
  const version = execFileSync(aws, ["--version"]).toString().trim();

  t.log(version);
  t.regex(version, /^aws-cli\//);
});

test(`cp takes a file of several parts up and down${skipped}`, async (t) => {
  const { run, folder, events } = await start(t);
  const bytes = Buffer.alloc(17 * 1024 ** 2, "some bytes ");
  writeFileSync(join(folder, "big"), bytes);

  await run("s3", "cp", "big", "s3://uploads/big");
  await run("s3", "cp", "s3://uploads/big", "s3://outputs/copy");
  await run("s3", "cp", "s3://outputs/copy", "down");

  t.true(readFileSync(join(folder, "down")).equals(bytes));
  t.deepEqual(
    events.map(({ eventName }) => eventName),
    ["ObjectCreated:CompleteMultipartUpload", "ObjectCreated:CompleteMultipartUpload"],
  );
});

test(`a key with a space, a plus and an umlaut goes through cp, ls, tagging, presign and rm${skipped}`, async (t) => {
  const { run, folder, files } = await start(t);
  const key = "uploads/a b+ü.png";
  writeFileSync(join(folder, "image"), "bytes");

  await run("s3", "cp", "image", `s3://uploads/${key}`, "--content-type", "image/png");
  await run(
    "s3api",
    "put-object-tagging",
    "--bucket",
    "uploads",
    "--key",
    key,
    "--tagging",
    "TagSet=[{Key=a,Value=b}]",
  );
  const head = JSON.parse((await run("s3api", "head-object", "--bucket", "uploads", "--key", key)).join(""));
  const [url = ""] = await run("s3", "presign", `s3://uploads/${key}`);
  const top = await run("s3", "ls", "s3://uploads");
  const all = await run("s3", "ls", "--recursive", "s3://uploads");

  t.like(head, { ContentType: "image/png", ContentLength: 5 });
  t.is(await (await fetch(url)).text(), "bytes");
  t.deepEqual([top[0]?.trim(), all[0]?.endsWith(`5 ${key}`)], ["PRE uploads/", true]);
  await run("s3", "rm", "--recursive", "s3://uploads");
  t.deepEqual(files(), []);
});

test(`sync copies a folder there and back, and then nothing${skipped}`, async (t) => {
  const { run, folder, events } = await start(t);
  mkdirSync(join(folder, "from/deep"), { recursive: true });
  writeFileSync(join(folder, "from/deep/ü &'.txt"), "one");
  writeFileSync(join(folder, "from/two"), "two");

  await run("s3", "sync", "from", "s3://uploads/to");
  await run("s3", "sync", "s3://uploads/to", "back");
  await run("s3", "sync", "from", "s3://uploads/to");

  t.is(readFileSync(join(folder, "back/deep/ü &'.txt"), "utf8"), "one");
  t.is(readFileSync(join(folder, "back/two"), "utf8"), "two");
  t.is(events.length, 2);
});

test(`the client shows what is refused${skipped}`, async (t) => {
  const { run, folder } = await start(t);
  writeFileSync(join(folder, "file"), "bytes");

  await t.throwsAsync(run("s3", "mb", "s3://new"), {
    message: /CreateBucket is not implemented by the local run/,
  });
  await t.throwsAsync(run("s3", "cp", "s3://uploads/absent", "down"), { message: /404/ });
  await t.throwsAsync(run("s3", "cp", "file", "s3://other/file"), { message: /NoSuchBucket/ });
});
