import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { builtCommand } from "../../helpers/command/command.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

const command = builtCommand();

test("A reader that has seen enough does not end the work of the built command", async (t) => {
  const folder = temporaryFolder(t);
  writeFiles(folder, {
    "a.png": await photograph(1).png().toBuffer(),
    "b.png": await photograph(2).png().toBuffer(),
  });
  const files = ["a.png", "b.png"].map((name) => join(folder, name));

  const { child, ended } = command(["compress", ...files, "-o", join(folder, "out")]);
  ended.catch(() => "of what was not read to its end");
  child.stdout?.destroy();
  const [code] = await once(child, "exit");

  t.is(code, 0);
  t.deepEqual(readdirSync(join(folder, "out")), ["a.jpg", "b.jpg"]);
});
