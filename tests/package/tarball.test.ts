import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import { publint } from "publint";
import { filesIn } from "../helpers/engine/builds.ts";
import { pack } from "../helpers/engine/packed-package.ts";

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), "tarball-"));
const { project, tarball, files, packedBytes, unpackedBytes } = await pack();

const runbookTexts = ["runbook.md", "customer-key.md", "redrive.md", "rejections.md"] as const;
/** README.md only sums up these pages. */
const readmeTexts = ["command.md", "costs.md", "failures.md", "limits.md", "options.md"];

test.after.always(() => rmSync(folder, { recursive: true }));

test("The tarball holds the compiled component, the command, the function, the layers, the texts they name, and nothing else", (t) => {
  const compiled = filesIn(join(project, "components")).flatMap((file) => [
    `dist/components/${file.replace(/\.ts$/, ".js")}`,
    `dist/components/${file.replace(/\.ts$/, ".d.ts")}`,
  ]);
  const shared = [
    "contract/is-object",
    "contract/max-receives",
    "contract/member-path",
    "contract/metrics",
    "contract/money",
    "contract/output-keys",
    "contract/own-files",
    "contract/prices",
    "contract/rejection",
    "contract/settings",
    "contract/source-mark",
  ].flatMap((name) => [`dist/${name}.js`, `dist/${name}.d.ts`]);
  const built = filesIn(join(project, "dist")).filter((file) => /^(cli|function|layers)\//.test(file));

  t.deepEqual(
    files,
    [
      "CHANGELOG.md",
      "LICENSE",
      "README.md",
      "package.json",
      ...compiled.filter((file) => !/stack-options|stack-secrets|unmeant-values/.test(file)),
      ...shared,
      ...built.map((file) => `dist/${file}`),
      ...[...runbookTexts, ...readmeTexts].map((file) => `docs/${file}`),
    ].sort(),
  );
});

test("The runbook named by alarms is in the tarball, with every page it links to", (t) => {
  const [runbook] = runbookTexts;
  const page = readFileSync(join(project, "docs", runbook), "utf8");

  const linked = [...page.matchAll(/\]\((?!http)([^#)]+)/g)].map(([, file]) => file);
  t.deepEqual([...new Set([runbook, ...linked])].sort(), runbookTexts.toSorted());
});

test("The tarball is below 19 MB, and below 43 MB unpacked", (t) => {
  t.log(`${(packedBytes / 1e6).toFixed(1)} MB packed, ${(unpackedBytes / 1e6).toFixed(1)} MB unpacked`);

  t.true(packedBytes < 19e6, String(packedBytes));
  t.true(unpackedBytes < 43e6, String(unpackedBytes));
});

test("The command of the tarball runs without the project's packages, and carries their licences", async (t) => {
  const command = join(folder, "command");
  const { bin } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  for (const file of [...files.filter((file) => file.startsWith("dist/cli/")), "package.json"]) {
    cpSync(join(project, file), join(command, file));
  }

  const { stdout } = await run(join(command, bin), ["redrive", "--help"], { cwd: command });

  t.regex(stdout, /Usage: image-compression-pipeline redrive/);
  t.regex(
    readFileSync(join(command, "dist/cli/LICENSES.txt"), "utf8"),
    /@aws-sdk\/client-sqs [\d.]+, Apache-2\.0\n/,
  );
});

test("A sharp of another version than the function's is refused", async (t) => {
  const command = join(folder, "older");
  for (const file of [...files.filter((file) => file.startsWith("dist/cli/")), "package.json"]) {
    cpSync(join(project, file), join(command, file));
  }
  const sharp = join(command, "node_modules/sharp");
  mkdirSync(sharp, { recursive: true });
  writeFileSync(join(sharp, "index.js"), 'module.exports = { versions: { sharp: "0.33.5" } };');

  const failure = await run(process.execPath, [join(command, "dist/cli/index.js"), "estimate", "."]).catch(
    (error) => error,
  );

  t.is(failure.code, 2);
  t.regex(
    failure.stderr,
    /needs the package sharp [\d.]+, as the function has it, and not 0\.33\.5: run "npm install sharp@/,
  );
});

test("publint has nothing to say about the tarball", async (t) => {
  const { buffer } = new Uint8Array(readFileSync(tarball));

  const { messages } = await publint({ strict: true, pack: { tarball: buffer } });

  t.deepEqual(messages, []);
});

test("The types of the tarball are right for ESM and for bundlers", async (t) => {
  const attw = run("attw", ["--profile", "esm-only", "--format", "ascii", tarball]);

  const { code, stdout } = await attw.catch((failure) => failure);
  t.is(code, undefined, stdout);
});
