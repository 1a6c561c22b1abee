import { execFile } from "node:child_process";
import { accessSync, constants, cpSync, mkdirSync, symlinkSync } from "node:fs";
import { delimiter, join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { temporaryFolder } from "./helpers/temporary-folder.ts";

const root = join(import.meta.dirname, "..");

const hasPulumi = (process.env.PATH ?? "").split(delimiter).some((folder) => {
  try {
    accessSync(join(folder, "pulumi"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
});
const onEngine = hasPulumi ? test : test.skip;
const reason = hasPulumi ? "" : " (skipped: pulumi is not on the PATH)";

/** What `pulumi preview` says of a copy of the program, because it writes into stack files, with these values set. */
async function preview(t: ExecutionContext, config: string[]): Promise<{ failed: boolean; text: string }> {
  const work = temporaryFolder(t);
  const project = join(work, "project");
  for (const name of [
    "components",
    "handler",
    "index.ts",
    "package.json",
    "Pulumi.yaml",
    "Pulumi.dev.yaml",
  ]) {
    cpSync(join(root, name), join(project, name), { recursive: true });
  }
  for (const name of ["node_modules", "dist"]) symlinkSync(join(root, name), join(project, name));
  mkdirSync(join(work, "state"));

  await pulumi(work, ["stack", "init", "dev"]);
  return pulumi(work, ["preview", "--stack", "dev", ...config.flatMap((value) => ["--config", value])]);
}

function pulumi(work: string, args: string[]): Promise<{ failed: boolean; text: string }> {
  const env = {
    ...process.env,
    PULUMI_BACKEND_URL: `file://${join(work, "state")}`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    PULUMI_HOME: join(work, "home"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
  };
  const all = [...args, "--non-interactive", "--color", "never"];
  return new Promise((resolve) => {
    execFile("pulumi", all, { cwd: join(work, "project"), env }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, text: stdout + stderr }),
    );
  });
}

onEngine(`pulumi preview reports all bad values at once, without a stack trace${reason}`, async (t) => {
  const { failed, text } = await preview(t, ["quality=101", "scale=abc"]);

  t.true(failed);
  t.true(text.includes("`quality` must be an integer from 1 to 100; received 101"), text);
  t.true(text.includes('`scale` must be a number above 0 and at most 1; received "abc"'), text);
  t.notRegex(text, /^\s+at |unhandled exception|node_modules/m);
});

onEngine(`pulumi preview with good values gets as far as the AWS provider${reason}`, async (t) => {
  const { failed, text } = await preview(t, []);

  t.true(failed);
  t.deepEqual(
    [...new Set(text.match(/error: .*/g))].map((line) => line.split(" in the workspace")[0]),
    ["error: no resource plugin 'pulumi-resource-aws' found"],
  );
});
