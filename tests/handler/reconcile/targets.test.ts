import test from "ava";
import { outputKeys } from "../../../contract/output-keys.ts";
import type { RenditionSettings } from "../../../contract/settings.ts";
import { outputMetadata } from "../../../handler/reconcile/output-metadata.ts";
import { type Name, ownNames, planTargets } from "../../../handler/reconcile/targets.ts";
import { rendition } from "../../helpers/images/renditions.ts";

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

const changes: Partial<RenditionSettings>[] = [
  { quality: 41 },
  { scale: 0.31 },
  { maxDimension: 7 },
  { format: "webp" },
  { background: "#000000" },
  { outputPrefix: "x" },
  { outputSuffix: "x" },
  { cacheControl: "no-store" },
  { objectTags: { a: "1" } },
  { objectTags: { a: "2" } },
  { objectTags: { b: "1" } },
];
const hashOf = (settings: RenditionSettings) => outputMetadata("uploads", "a", "e", settings).settings;

test("The hash of the settings differs for every change of the recipe, the headers and the tags", (t) => {
  const hashes = [{}, ...changes].map((change) => hashOf(rendition(change)));

  t.is(new Set(hashes).size, changes.length + 1);
});

test("The hash of the settings is the same in any order of options and tags, whatever the rendition's name", (t) => {
  const settings = rendition({ objectTags: { a: "1", b: "2" } });
  const reversed = Object.fromEntries(Object.entries(settings).reverse()) as unknown as RenditionSettings;

  t.is(
    hashOf({ ...reversed, name: "other", bucket: "web", objectTags: { b: "2", a: "1" } }),
    hashOf(settings),
  );
});

const worstKeys = [
  "a".repeat(1024),
  "ü".repeat(512),
  "📷".repeat(256),
  `${"\n".repeat(333)}a`,
  "\x7f\0 \"'()*!~",
];

for (const key of worstKeys) {
  test(`The metadata for ${JSON.stringify(key.slice(0, 12))} is ASCII and within 2 KB`, (t) => {
    const metadata = outputMetadata("b".repeat(63), key, `${"0".repeat(32)}-10000`, rendition());

    const text = Object.entries(metadata).flat().join("");
    t.regex(text, /^[\x21-\x7e]+$/);
    t.true(text.length <= 2048);
  });
}

test("Sources whose keys are too long to be written out are still told apart", (t) => {
  const metadata = ["a", "b"].map((end) =>
    outputMetadata("uploads", `${"ü".repeat(500)}${end}`, "e", rendition()),
  );

  t.regex(metadata[0]?.["source-key"] ?? "", /^sha256:[0-9a-f]{64}$/);
  t.not(metadata[0]?.["source-key"], metadata[1]?.["source-key"]);
});

test("A short key that looks like a hash is not one", (t) => {
  const { "source-key": written } = outputMetadata("uploads", "sha256:00", "e", rendition());

  t.is(written, "sha256%3A00");
});

const wanted = outputMetadata("uploads", "a.png", "etag 1", rendition());
const free = (key: string): Name => ({ key, head: undefined });
const taken = (key: string, difference: object = {}): Name => ({
  key,
  head: { etag: `of ${key}`, metadata: { ...wanted, ...difference } },
});

for (const field of ["source-bucket", "source-key", "rendition"] as const) {
  test(`An output with another ${field} belongs to somebody else`, (t) => {
    const names = [
      taken("mine", { "source-etag": "x", settings: "x" }),
      taken("foreign", { [field]: "other" }),
    ];

    t.deepEqual(ownNames(names, wanted), names.slice(0, 1));
  });
}

const foreign = { "source-key": "b.png" };
const older = { "source-etag": "etag 0" };
const otherSettings = { settings: "0" };

for (const [title, names, expected] of [
  ["The first free name is taken", [free("short"), free("long")], { short: undefined }],
  ["A foreign name is passed over", [taken("short", foreign), free("long")], { long: undefined }],
  [
    "An owned long name is kept when the short one is free",
    [free("short"), taken("long", older)],
    { long: "of long" },
  ],
  [
    "Every owned name is kept right",
    [taken("short", older), taken("long", older)],
    { short: "of short", long: "of long" },
  ],
  [
    "An output of other settings is written again",
    [taken("short", otherSettings), free("long")],
    { short: "of short" },
  ],
  [
    "Only owned names that are wrong are written",
    [taken("short"), taken("long", older)],
    { long: "of long" },
  ],
  ["What agrees is left alone", [taken("short"), free("long")], {}],
] as const) {
  test(title, (t) => {
    const targets = planTargets([...names], wanted);

    t.deepEqual(
      targets,
      Object.entries(expected).map(([key, replaces]) => ({ key, replaces })),
    );
  });
}

test("Where all names belong to others, there is no target", (t) => {
  t.is(
    planTargets([taken("short", foreign), { key: "long", head: { etag: "x", metadata: {} } }], wanted),
    undefined,
  );
});
