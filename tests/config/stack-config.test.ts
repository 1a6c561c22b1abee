import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { readStackConfig } from "../../config/stack-config.ts";
import { root } from "../helpers/root.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

const name = "image-compression-pipeline";

test("The file of a stack overrides the defaults of Pulumi.yaml, and overrides override both", (t) => {
  const { values, stack } = readStackConfig(root, ["scale=0.5"], "lab");

  t.is(stack, "lab");
  t.like(values, { [`${name}:format`]: "jpeg", [`${name}:quality`]: "40", [`${name}:scale`]: "0.5" });
});

const paths: [override: string, key: string, value: string][] = [
  ["quality=60", `${name}:quality`, "60"],
  ["aws:region=eu-west-1", "aws:region", "eu-west-1"],
  ["cacheControl=max-age=60, public", `${name}:cacheControl`, "max-age=60, public"],
  ["uploadSuffixes[0]=.png", `${name}:uploadSuffixes`, '[".png"]'],
  ["objectTags.team=web", `${name}:objectTags`, '{"team":"web"}'],
  ['objectTags["a.b"]=x', `${name}:objectTags`, '{"a.b":"x"}'],
  ["objectTags.count=3", `${name}:objectTags`, '{"count":3}'],
];

for (const [override, key, value] of paths) {
  test(`--config ${override} sets ${key} to ${value}`, (t) => {
    t.is(readStackConfig(root, [override], "dev").values[key], value);
  });
}

test("a list grows by one override after the other", (t) => {
  const { values } = readStackConfig(root, ["uploadSuffixes[0]=.png", "uploadSuffixes[1]=.jpg"], "dev");

  t.is(values[`${name}:uploadSuffixes`], '[".png",".jpg"]');
});

const refused: [override: string, message: RegExp][] = [
  ["quality", /^--config takes name=value, such as quality=60 .*; received "quality"$/],
  ["[0]=x", /^--config takes name=value/],
  ["a[b=c", /^--config takes name=value/],
  ["quality=abc", /^Stack 'dev' with configuration key 'quality' must be of type 'integer'; received "abc"$/],
  ["quality=1.5", /configuration key 'quality' must be of type 'integer'/],
];

for (const [override, message] of refused) {
  test(`refuses --config ${override}`, (t) => {
    t.throws(() => readStackConfig(root, [override], "dev"), { message });
  });
}

function stackWith(t: ExecutionContext, config: object): string {
  const folder = temporaryFolder(t);
  copyFileSync(join(root, "Pulumi.yaml"), join(folder, "Pulumi.yaml"));
  writeFileSync(join(folder, "Pulumi.prod.yaml"), JSON.stringify({ config }));
  return folder;
}

test("a config that is no map is refused, as Pulumi does", (t) => {
  t.throws(() => readStackConfig(stackWith(t, ["quality"]), [], "prod"), {
    message: '`config` in Pulumi.prod.yaml must be a map of keys to values; received ["quality"]',
  });
});

test("names a secret that it cannot read, until it is given", (t) => {
  const folder = stackWith(t, { [`${name}:cacheControl`]: { secure: "v1:abc" } });

  t.throws(() => readStackConfig(folder, [], "prod"), {
    message: /cacheControl is a secret of Pulumi\.prod\.yaml.*--config/,
  });
  const { values } = readStackConfig(folder, ["cacheControl=max-age=60"], "prod");
  t.is(values[`${name}:cacheControl`], "max-age=60");
});

test("a secret of another namespace is ignored", (t) => {
  const folder = stackWith(t, { "aws:token": { secure: "v1:abc" }, [`${name}:quality`]: 70 });

  t.is(readStackConfig(folder, [], "prod").values[`${name}:quality`], "70");
});

test("a stack that is not there is told with the stacks that are", (t) => {
  const folder = stackWith(t, {});

  t.throws(() => readStackConfig(folder, [], "dev"), {
    message:
      /^There is no file .*Pulumi\.dev\.yaml: there are Pulumi\.prod\.yaml\. Take one of these stacks with --stack/,
  });
  rmSync(join(folder, "Pulumi.prod.yaml"));
  t.throws(() => readStackConfig(folder, [], "dev"), {
    message:
      /^There is no file .*Pulumi\.dev\.yaml: there is none of any stack beside Pulumi\.yaml; `pulumi stack init`/,
  });
});

test("a stack's file without its project is told", (t) => {
  t.throws(() => readStackConfig(temporaryFolder(t), [], "dev"), {
    message: /^There is no file .*Pulumi\.yaml: the file of a stack stands beside that of its project/,
  });
});

test("a file that is no YAML is named, with the place of the fault", (t) => {
  const folder = stackWith(t, {});
  writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: [");

  t.throws(() => readStackConfig(folder, [], "prod"), {
    message: /Pulumi\.prod\.yaml cannot be read as YAML: .* at line 1, column \d+$/,
  });
});

for (const text of ["", "config:", "encryptionsalt: v1:abc"]) {
  test(`a stack's file may set nothing: ${JSON.stringify(text)}`, (t) => {
    const folder = stackWith(t, {});
    writeFileSync(join(folder, "Pulumi.prod.yaml"), text);

    t.is(readStackConfig(folder, [], "prod").values[`${name}:quality`], "80");
  });
}
