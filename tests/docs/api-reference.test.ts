import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { root } from "../helpers/root.ts";

const run = promisify(execFile);
const typedoc = join(root, "node_modules/typedoc/bin/typedoc");

test("everything that the package exports is documented, and every link leads somewhere", async (t) => {
  const reference = run(process.execPath, [typedoc, "--emit", "none"], { cwd: root });

  const { code, stdout, stderr } = await reference.catch((failure) => failure);
  t.is(code, undefined, `${stdout}${stderr}`);
});
