import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import test from "ava";
import { failToStart, startStack, startStackThroughNpm } from "../helpers/local/run.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const free = ["--port", "0", "--page-port", "0"];

test("prints exactly one line with what a script needs", async (t) => {
  const { description, output } = await startStackThroughNpm(t, temporaryFolder(t));

  t.regex(output.stdout, /^\{.*\}\n$/);
  t.deepEqual(Object.keys(description), [
    "endpoint",
    "page",
    "region",
    "accessKeyId",
    "secretAccessKey",
    "sourceBucket",
    "outputBucket",
    "webBucket",
    "functionName",
  ]);
  t.regex(description.endpoint, /^http:\/\/127\.0\.0\.1:\d+$/);
  t.regex(description.page, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  t.is(description.webBucket, null);
});

test("ends with exit code 0 on SIGTERM without waiting for its clients, and leaves the data folder to the next run", async (t) => {
  const dataFolder = temporaryFolder(t);
  const first = await startStackThroughNpm(t, dataFolder);
  const client = connect(Number(new URL(first.description.endpoint).port), "127.0.0.1");
  const answered = text(client).catch(() => "");
  await new Promise((resolve) => client.write("PUT /key HTTP/1.1\r\nx-amz-date: ", resolve));

  const code = await first.stop();

  t.is(code, 0);
  t.is(await answered, "", "it waited until the client's time was over, and refused its request");
  await t.throwsAsync(fetch(first.description.page), { message: "fetch failed" });
  const second = await startStack(t, dataFolder);
  t.is(second.description.accessKeyId, first.description.accessKeyId);
});

test("refuses a data folder that another run uses", async (t) => {
  const dataFolder = temporaryFolder(t);
  await startStack(t, dataFolder);

  const { code, stderr, stdout } = await failToStart(...free, "--data", dataFolder);

  t.is(code, 1);
  t.is(stdout, "");
  t.is(
    stderr,
    `The data folder ${dataFolder} is in use by another run: stop that one, or choose another folder with --data\n`,
  );
});

test("refuses a data folder that cannot be made", async (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "");

  const { code, stderr } = await failToStart(...free, "--data", join(file, "data"));

  t.is(code, 1);
  t.regex(
    stderr,
    /^The data folder .*file\/data cannot be written \(ENOTDIR.*\): choose another one with --data\n$/,
  );
});

if (process.platform === "linux") {
  test("refuses a data folder where the system makes none, at once", async (t) => {
    const { code, stderr } = await failToStart(...free, "--data", "/proc/data");

    t.is(code, 1);
    t.regex(stderr, /^The data folder \/proc\/data cannot be written \(ENOENT.*--data\n$/);
  });
}

test("refuses a data folder whose objects cannot be written, and names it", async (t) => {
  const dataFolder = temporaryFolder(t);
  writeFileSync(join(dataFolder, "objects"), "");

  const { code, stderr } = await failToStart(...free, "--data", dataFolder);

  t.is(code, 1);
  t.true(stderr.includes(dataFolder), stderr);
  t.notRegex(stderr, /\n\s+at /);
});

for (const [option, other] of [["--port", "--page-port"] as const, ["--page-port", "--port"] as const]) {
  test(`names ${option} when its port is in use`, async (t) => {
    const server = createServer().listen(0, "127.0.0.1");
    t.teardown(() => server.close());
    await new Promise((resolve) => server.once("listening", resolve));
    const { port } = server.address() as AddressInfo;

    const { code, stderr } = await failToStart(
      option,
      String(port),
      other,
      "0",
      "--data",
      temporaryFolder(t),
    );

    t.is(code, 1);
    t.is(stderr, `Port ${port} is in use: choose another one with ${option}, 0 for any free one\n`);
  });
}

test("names every option of the stack that is wrong, at once and without a stack trace", async (t) => {
  const config = ["quality=101", "scale=abc", "qualty=3"].flatMap((setting) => ["--config", setting]);

  const { code, stderr } = await failToStart(...free, "--data", temporaryFolder(t), ...config);

  t.is(code, 1);
  for (const expected of [/`quality`.*101/, /`scale`.*abc/, /`qualty`.*`quality`/]) t.regex(stderr, expected);
  t.notRegex(stderr, /\n\s+at /);
});

test("names the stacks that there are in place of one that is not", async (t) => {
  const { code, stderr } = await failToStart(...free, "--data", temporaryFolder(t), "--stack", "staging");

  t.is(code, 1);
  t.regex(
    stderr,
    /^There is no file .*Pulumi\.staging\.yaml: .*Pulumi\.lab\.yaml, .*--stack, or write the file\n$/,
  );
});

test("refuses arguments that it does not know", async (t) => {
  const { code, stderr } = await failToStart("--prot", "1");

  t.is(code, 1);
  t.regex(stderr, /--prot/);
});

test("an unfinished data folder of an earlier run does not keep it from starting", async (t) => {
  const dataFolder = temporaryFolder(t);
  mkdirSync(join(dataFolder, "objects"));
  writeFileSync(join(dataFolder, "objects", "left-behind"), "half an upload");

  await t.notThrowsAsync(startStack(t, dataFolder));
});
