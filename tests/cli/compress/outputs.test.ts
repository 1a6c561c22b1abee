import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import test from "ava";
import { outputKeys } from "../../../contract/output-keys.ts";
import { compress } from "../../../handler/image/compress.ts";
import { setUpSharp } from "../../../handler/runtime/set-up-sharp.ts";
import { runHere } from "../../helpers/command/in-process.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";
import { settingsOf } from "../../helpers/graph/settings.ts";
import { heic } from "../../helpers/images/heic.ts";
import { animation, red, solid } from "../../helpers/images/images.ts";
import { photograph, writeFiles } from "../../helpers/images/photographs.ts";
import { temporaryFolder } from "../../helpers/temporary-folder.ts";

setUpSharp(1769);

const config = [
  "quality=70",
  "background=#336699",
  "renditions[0].name=thumbnail",
  "renditions[0].maxDimension=40",
  "renditions[0].format=png",
  "web.format=webp",
  "web.effort=smallest",
];

/** These are the same options, as a program gives them to the component. */
const options = {
  quality: 70,
  background: "#336699",
  renditions: [{ name: "thumbnail", maxDimension: 40, format: "png" as const }],
  web: { format: "webp" as const, effort: "smallest" as const },
};

test("Outputs are byte for byte what the deployed function makes with the same options", async (t) => {
  const folder = temporaryFolder(t);
  const sources = {
    "photo.jpg": await photograph(1).jpeg({ quality: 95 }).withMetadata({ orientation: 6 }).toBuffer(),
    "window.png": await solid([255, 0, 0, 128]).png().toBuffer(),
    "moving.gif": await (await animation(red, 3)).gif().toBuffer(),
    "phone.HEIC": heic("grid"),
  };
  writeFiles(folder, sources);
  const { renditions, limits, outputNaming } = settingsOf(await evaluatePipeline(options));

  const files = Object.keys(sources).map((name) => join(folder, name));
  const args = config.flatMap((option) => ["--config", option]);
  const { code, stderr } = await runHere(["compress", ...files, "-o", join(folder, "out"), ...args]);

  t.is(code, 0, stderr);
  for (const [name, bytes] of Object.entries(sources)) {
    const made = await compress(bytes, renditions, limits);
    if ("reason" in made) return t.fail(made.detail);
    for (const [at, rendition] of renditions.entries()) {
      const [key = ""] = outputKeys(name, rendition, outputNaming);
      const file = join(folder, "out", rendition.name === "web" ? "web" : "output", key);
      t.true(made[at]?.body.equals(readFileSync(file)), basename(file));
    }
  }
});
