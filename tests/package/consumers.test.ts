import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import {
  compile,
  consumerStack,
  createProject,
  evaluate,
  install,
  type Project,
  withSharp,
} from "../helpers/engine/consumers.ts";
import { onEngine, startEngine } from "../helpers/engine/engine.ts";
import { installNode } from "../helpers/engine/nodes.ts";
import { pack } from "../helpers/engine/packed-package.ts";
import { root } from "../helpers/root.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "consumers-")));
const { tarball } = await pack();
const [npmLock, pnpmLock, node22] = await Promise.all([
  install("npm", tarball, join(folder, "npm")),
  install("pnpm", tarball, join(folder, "pnpm"), withSharp),
  installNode(22),
]);

const nodes = [node22, process.execPath];

test.after.always(() => rmSync(folder, { recursive: true }));

const template: Project = { type: "commonjs", module: "nodenext", moduleResolution: "nodenext" };
/** The loader does not differ by the package manager or the module settings: one project tries both Nodes. */
const consumers: Record<string, { place: string; project: Project; engineNodes: string[] }> = {
  "An ESM project": {
    place: "npm/esm",
    project: { ...template, type: "module" },
    engineNodes: [node22],
  },
  "A project of Pulumi's TypeScript template": {
    place: "npm/template",
    project: template,
    engineNodes: nodes,
  },
  "A project of that template as it was before TypeScript 6": {
    place: "npm/older",
    project: { type: "commonjs", module: "commonjs", moduleResolution: "node" },
    engineNodes: [node22],
  },
  "A project with pnpm's strict layout": {
    place: "pnpm/template",
    project: template,
    engineNodes: [process.execPath],
  },
};

for (const [title, { place, project, engineNodes }] of Object.entries(consumers)) {
  const work = join(folder, place);
  createProject(project, work);

  test.serial(`${title} compiles, and constructs the component on Node 22 and 24`, async (t) => {
    await compile(work, { checksLibraries: place === "npm/template" });
    const evaluated = await Promise.all(nodes.map((node) => evaluate(work, node)));

    t.deepEqual(
      evaluated.map(({ outputs }) => String(outputs.node).split(".")[0]),
      ["22", "24"],
    );
    for (const { outputs, archives } of evaluated) {
      t.like(outputs, { uploadTo: "photos-source", watched: { FunctionName: "photos-compressor" } });
      t.is(archives.length, 2);
      t.true(archives.every((archive) => archive.startsWith(join(work, "../node_modules/"))));
      t.true(archives.every((archive) => existsSync(archive)));
    }
  });

  for (const node of engineNodes) {
    const version = node === node22 ? "22" : "24";
    onEngine(
      `${title} goes up with Pulumi's own loader on Node ${version}, and its outputs are used`,
      async (t) => {
        const stack = await consumerStack(await startEngine(t), work, node);

        const { outputs } = await stack.up();

        t.deepEqual(outputs.watched?.value, { FunctionName: outputs.functionName?.value });
        t.is(outputs.node?.value.split(".")[0], version);
      },
    );
  }
}

test("npm and pnpm install the package's own dependency, and npm no sharp", (t) => {
  const [npm, pnpm] = [npmLock, pnpmLock].map((lock) => readFileSync(lock, "utf8"));

  t.regex(npm ?? "", /fastest-levenshtein/);
  t.regex(pnpm ?? "", /fastest-levenshtein/);
  t.false(existsSync(join(folder, "npm/node_modules/sharp")));
});

function command(manager: string, args: string[]) {
  const bin = join(folder, manager, "node_modules/image-compression-pipeline/dist/cli/index.js");
  return promisify(execFile)(process.execPath, [bin, ...args]).then(
    ({ stdout }) => ({ code: 0, text: stdout }),
    ({ code, stderr }) => ({ code, text: stderr }),
  );
}

test("The command compresses with the sharp of a project, in pnpm's strict layout too, and the libheif of the function", async (t) => {
  const photo = join(root, "tests/fixtures/heic/grid.heic");

  const { code, text } = await command("pnpm", ["compress", photo, "-o", join(folder, "outputs")]);

  t.is(code, 0, text);
  t.deepEqual(readdirSync(join(folder, "outputs")), ["grid.jpg"]);
});

test("Without sharp the command says what to install", async (t) => {
  const { code, text } = await command("npm", ["estimate", folder]);

  t.is(code, 2);
  t.true(text.includes(`run "npm install sharp@${withSharp.sharp}"`), text);
});
