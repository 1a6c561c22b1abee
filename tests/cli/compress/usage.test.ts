import { join } from "node:path";
import test from "ava";
import { runHere } from "../../helpers/command/in-process.ts";
import { root } from "../../helpers/root.ts";

for (const [what, args, message] of [
  ["no folder for outputs", ["a.png"], /-o is missing: give the folder to write to/],
  ["no file", ["-o", "out"], /The files are missing: give at least one image/],
  [
    "a misspelt option",
    ["a.png", "-o", "out", "--forse"],
    /unknown option '--forse'\n\(Did you mean --force\?\)/,
  ],
  ["an option without a value", ["a.png", "-o", "out", "--config", "quality"], /--config takes name=value/],
  [
    "no stack's file",
    ["a.png", "-o", "out", "--stack", "prod"],
    /--stack takes the file of a stack, such as Pulumi\.dev\.yaml, with Pulumi\.yaml beside it; received "prod"/,
  ],
  [
    "a stack that is not there",
    ["a.png", "-o", "out", "--stack", "/Pulumi.x.yaml"],
    /There is no file \/Pulumi\.yaml: the file of a stack stands beside that of its project/,
  ],
  [
    "a stack that is not there, beside others",
    ["a.png", "-o", "out", "--stack", join(root, "Pulumi.x.yaml")],
    /There is no file .*Pulumi\.x\.yaml: there are Pulumi\.dev\.yaml, .*Take one of these stacks with --stack/,
  ],
  [
    "options under the name of another project",
    ["a.png", "-o", "out", "--config", "gallery:quality=60"],
    /--config sets `gallery:quality` for another project: .* such as `image-compression-pipeline:quality`/,
  ],
  [
    "a stack's file of another program",
    ["a.png", "-o", "out", "--stack", join(root, "examples/two-environments/Pulumi.prod.yaml")],
    /`pipeline` is not an option.*\n.*Pulumi\.prod\.yaml is of the project shop-images: .*by --config/,
  ],
  [
    "a file for a folder",
    ["a.png", "-o", import.meta.filename],
    /The folder .* cannot be made: there is a file of that name\n/,
  ],
] as [string, string[], RegExp][]) {
  test(`Wrong usage ends with 2 and says what to give: ${what}`, async (t) => {
    const { code, stdout, stderr } = await runHere(["compress", ...args]);

    t.is(code, 2);
    t.regex(stderr, message);
    t.is(stdout, "");
  });
}
