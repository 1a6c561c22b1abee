import { writeFileSync } from "node:fs";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { readStackConfig } from "../../config/stack-config.ts";
import { readings, scalarsRead, writeScalars } from "../helpers/stack-scalars.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";

test("each scalar of a stack's file is read as the real CLI reads it", (t) => {
  const folder = temporaryFolder(t);
  writeScalars(folder);

  const { values } = readStackConfig(folder, [], "dev");

  t.deepEqual(values, scalarsRead());
});

function stackWith(t: ExecutionContext, config: unknown): string {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "Pulumi.yaml"), "name: p\nruntime: nodejs\n");
  writeFileSync(join(folder, "Pulumi.dev.yaml"), JSON.stringify({ config }));
  return folder;
}

test("--config makes of each text what `pulumi config set --path` makes of it", (t) => {
  const folder = stackWith(t, {});

  const read = readings.set.map(([text]) => {
    const { values } = readStackConfig(folder, [`m.k=${text}`, `t=${text}`], "dev");
    return [values["p:t"], values["p:m"]];
  });

  t.deepEqual(
    read,
    readings.set.map(([text, inside]) => [text, `{"k":${inside}}`]),
  );
});

for (const [before, sets, after] of readings.paths) {
  const title = `${JSON.stringify(before)}, ${sets.join(", ")}`;
  test(`--config sets paths as Pulumi does, and refuses what it refuses: ${title}`, (t) => {
    const read = () => readStackConfig(stackWith(t, before), sets, "dev").values["p:t"];

    if (after === null) t.throws(read, { message: /^--config / });
    else t.is(read(), after);
  });
}

const broken: [file: string, message: RegExp][] = [
  ["config: { p:a: 1, p:a: 2 }", /Pulumi\.dev\.yaml cannot be read as YAML: Map keys must be unique/],
  ["config: { p:a: .nan }", /Pulumi\.dev\.yaml cannot be read as YAML: Pulumi takes no \.nan/],
  ["config: { p:a: [-.inf] }", /Pulumi\.dev\.yaml cannot be read as YAML: Pulumi takes no -\.inf/],
];

for (const [file, message] of broken) {
  test(`refuses a file that Pulumi refuses: ${file}`, (t) => {
    const folder = stackWith(t, {});
    writeFileSync(join(folder, "Pulumi.dev.yaml"), file);

    t.throws(() => readStackConfig(folder, [], "dev"), { message });
  });
}

test("merged keys and aliases are read as Pulumi reads them", (t) => {
  const folder = stackWith(t, {});
  const file =
    "x: &a { q: 1, r: 010 }\nconfig:\n  p:m: { <<: *a, q: 2 }\n  p:n: *a\n  p:config:o: 5\n  u: 6\n";
  writeFileSync(join(folder, "Pulumi.dev.yaml"), file);

  const { values } = readStackConfig(folder, [], "dev");

  t.deepEqual(values, { "p:m": '{"q":2,"r":8}', "p:n": '{"q":1,"r":8}', "p:o": "5", "p:u": "6" });
});
