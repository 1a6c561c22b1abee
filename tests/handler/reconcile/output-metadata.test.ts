import test from "ava";
import type { RenditionSettings } from "../../../contract/settings.ts";
import { outputMetadata } from "../../../handler/reconcile/output-metadata.ts";
import { rendition } from "../../helpers/images/renditions.ts";

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
