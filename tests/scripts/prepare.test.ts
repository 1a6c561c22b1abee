import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { readProjectFile, root } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const { name, version, bin, scripts } = JSON.parse(readProjectFile("package.json"));
const buildsCommand = `mkdir -p ${dirname(bin)} && touch built && echo '#!/bin/sh\necho runs' >${bin} && chmod +x ${bin}`;

/** Creates a checkout, unknown to npx, whose build only creates the file `built`. */
function createCheckout(t: ExecutionContext): { folder: string; npx: () => Promise<string> } {
  const folder = temporaryFolder(t);
  const manifest = { name, version, bin, scripts: { prepare: scripts.prepare, build: buildsCommand } };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  cpSync(join(root, "scripts/prepare.ts"), join(folder, "scripts/prepare.ts"));
  const env = { ...process.env, npm_config_cache: temporaryFolder(t), npm_config_offline: "true" };
  const npx = () => promisify(execFile)("npx", [name], { cwd: folder, env });
  return { folder, npx: async () => (await npx()).stdout.trim() };
}

test("npx runs the command of a checkout that is built, and does not build it again", async (t) => {
  const { folder, npx } = createCheckout(t);
  mkdirSync(dirname(join(folder, bin)), { recursive: true });
  writeFileSync(join(folder, bin), "#!/bin/sh\necho was there\n", { mode: 0o755 });

  const printed = await npx();

  t.is(printed, "was there");
  t.false(existsSync(join(folder, "built")));
});

test("npx builds a checkout that is not built", async (t) => {
  const { folder, npx } = createCheckout(t);

  const printed = await npx();

  t.regex(printed, /^runs$/m);
  t.true(existsSync(join(folder, "built")));
});

test("an install builds the checkout, whether or not it was built before", async (t) => {
  const { folder } = createCheckout(t);
  mkdirSync(dirname(join(folder, bin)), { recursive: true });
  writeFileSync(join(folder, bin), "");

  await promisify(execFile)("npm", ["install", "--offline"], {
    cwd: folder,
    env: { ...process.env, npm_config_cache: temporaryFolder(t) },
  });

  t.true(existsSync(join(folder, "built")));
});
