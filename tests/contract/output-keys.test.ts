import test from "ava";
import { outputKeys } from "../../contract/output-keys.ts";
import { rendition } from "../helpers/images/renditions.ts";

for (const [source, expected] of [
  ["a.png", ["a.jpg", "a.png.jpg"]],
  ["a", ["a.jpg"]],
  ["photos/.hidden", ["photos/.hidden.jpg"]],
  [".hidden", [".hidden.jpg"]],
  [".hidden.png", [".hidden.jpg", ".hidden.png.jpg"]],
  ["v1.2/a", ["v1.2/a.jpg"]],
  ["v1.2/a.tar.png", ["v1.2/a.tar.jpg", "v1.2/a.tar.png.jpg"]],
  ["a.", ["a.jpg", "a..jpg"]],
  ["x.y\nz/a", ["x.y\nz/a.jpg"]],
  ["a\nb.p\nng", ["a\nb.jpg", "a\nb.p\nng.jpg"]],
  ["../" + "/a.png", ["../" + "/a.jpg", "../" + "/a.png.jpg"]],
] as const) {
  test(`${JSON.stringify(source)} may have the names ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(outputKeys(source, rendition(), "replace"), [...expected]);
  });
}

test("With `append` a source has exactly one name", (t) => {
  t.deepEqual(outputKeys("v1/a.png", rendition(), "append"), ["v1/a.png.jpg"]);
});

for (const [format, extension] of [
  ["jpeg", ".jpg"],
  ["webp", ".webp"],
  ["avif", ".avif"],
  ["png", ".png"],
] as const) {
  test(`An output in ${format} stands behind its prefix and ends in its suffix and ${extension}`, (t) => {
    const settings = rendition({ format, outputPrefix: "small/", outputSuffix: "-s" });

    const keys = outputKeys("u/a.b", settings, "replace");

    t.deepEqual(keys, [`small/u/a-s${extension}`, `small/u/a.b-s${extension}`]);
  });
}

test("Only names of at most 1,024 bytes are left, counted in UTF-8", (t) => {
  const stem = "ü".repeat(510);

  t.deepEqual(outputKeys(`${stem}.x`, rendition(), "replace"), [`${stem}.jpg`]);
  t.deepEqual(outputKeys(`${stem}aa.jpeg`, rendition(), "append"), []);
  t.deepEqual(outputKeys("a".repeat(1020), rendition(), "append"), [`${"a".repeat(1020)}.jpg`]);
  t.deepEqual(outputKeys("a".repeat(1021), rendition(), "append"), []);
});
