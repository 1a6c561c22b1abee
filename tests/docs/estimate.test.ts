import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import layer from "../../layer/package.json" with { type: "json" };
import { runHere } from "../helpers/command/in-process.ts";
import { photograph, writeFiles } from "../helpers/images/photographs.ts";
import { readProjectFile } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const page = readProjectFile("docs/estimate.md");

async function folderWithPhoto(t: ExecutionContext): Promise<string> {
  const folder = temporaryFolder(t);
  writeFiles(folder, { "a.jpg": await photograph(1).jpeg().toBuffer(), "torn.gif": "GIF89a" });
  return folder;
}

/** Lists the names of all fields, except in maps whose keys are data. */
function fieldsOf(value: unknown, dataKeys: string[]): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((element) => fieldsOf(element, dataKeys));
  return Object.entries(value).flatMap(([key, inner]) =>
    dataKeys.includes(key) ? [key] : [key, ...fieldsOf(inner, dataKeys)],
  );
}

for (const command of ["estimate", "compress"]) {
  test(`Every option of ${command} is on the page`, async (t) => {
    const { stdout } = await runHere([command, "--help"]);

    const options = [...stdout.matchAll(/^ {2}(?:-\w, )?(--[a-z-]+)/gm)].map(([, option]) => option);
    t.true(options.length > 4);
    t.deepEqual(
      options.filter((option) => option !== "--help" && !page.includes(`${option}`)),
      [],
    );
  });
}

test("Every field of the JSON of both commands is on the page", async (t) => {
  const folder = await folderWithPhoto(t);
  const files = ["a.jpg", "torn.gif"].map((name) => join(folder, name));

  const estimated = await runHere(["estimate", folder, "--json"]);
  const compressed = await runHere(["compress", ...files, "-o", join(folder, "out"), "--json"]);

  const reports = [estimated, compressed].map(({ stdout }) => JSON.parse(stdout));
  const fields = new Set(fieldsOf(reports, ["renditions", "costs", "worth"]));
  t.true(fields.has("lowestSsim") && fields.has("height"));
  t.deepEqual(
    [...fields].filter((field) => !page.includes(`"${field}"`)),
    [],
  );
});

test("The sharp that the page has installed is the function's", (t) => {
  const named = [...page.matchAll(/sharp@([\d.]+\d)/g)].map(([, version]) => version);

  t.deepEqual(new Set(named), new Set([layer.dependencies.sharp]));
});
