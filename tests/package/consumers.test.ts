import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import {
  compile,
  consumerStack,
  createProject,
  evaluate,
  install,
  installNode,
  type Project,
} from "../helpers/consumers.ts";
import { onEngine, startEngine } from "../helpers/engine.ts";
import { pack } from "../helpers/packed.ts";

const folder = realpathSync(mkdtempSync(join(tmpdir(), "consumers-")));
const { tarball } = await pack();
const [npmLock, pnpmLock, node22] = await Promise.all([
  install("npm", tarball, join(folder, "npm")),
  install("pnpm", tarball, join(folder, "pnpm")),
  installNode("22.23.3", join(folder, "node")),
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

for (const [manager, lock] of Object.entries({ npm: npmLock, pnpm: pnpmLock })) {
  test(`${manager} installs the package's own dependency, and not sharp`, (t) => {
    const installed = readFileSync(lock, "utf8");

    t.regex(installed, /fastest-levenshtein/);
    t.notRegex(installed, /\bsharp\b/);
  });
}
