import test from "ava";
import fc from "fast-check";
import { sharedKey } from "../../../components/checks/key-collisions.ts";
import { outputKeys } from "../../../contract/output-keys.ts";
import type { OutputNaming } from "../../../contract/settings.ts";
import { holds } from "../../helpers/property.ts";

/** Few letters make many texts end alike. */
const text = fc
  .array(fc.constantFrom("a", "a", "b", ".", "/"), { maxLength: 3 })
  .map((letters) => letters.join(""));
const prefix = text.filter((letters) => !letters.startsWith("/"));

const naming = fc.record({
  bucket: fc.constantFrom("output", "output", "output", "web"),
  format: fc.constantFrom("jpeg", "jpeg", "jpeg", "webp"),
  outputPrefix: fc.oneof(fc.constant(""), prefix),
  outputSuffix: fc.oneof(
    fc.constant(""),
    text,
    text.map((letters) => `.jpg${letters}`),
  ),
});
const keys = fc.record({
  outputNaming: fc.constantFrom<OutputNaming>("replace", "append"),
  uploadPrefix: fc.oneof(fc.constant(""), fc.constant(""), prefix),
});

/** All texts of up to three of these pieces. */
const ends = [1, 2, 3].reduce(
  (shorter) => [
    "",
    ...shorter.flatMap((key) => ["a", "b", ".", "/", ".jpg"].map((piece) => `${key}${piece}`)),
  ],
  [""],
);

test("every collision of two renditions on a short source is found", async (t) => {
  await holds(
    t,
    fc.property(naming, naming, keys, (a, b, { outputNaming, uploadPrefix }) => {
      const met = ends
        .map((end) => `${uploadPrefix}${end}`)
        .filter((source) => source !== "" && !source.endsWith("/"))
        .find((source) => {
          const others = outputKeys(source, b, outputNaming);
          return (
            a.bucket === b.bucket && outputKeys(source, a, outputNaming).some((key) => others.includes(key))
          );
        });

      return met === undefined || sharedKey(a, b, { outputNaming, uploadPrefix }) !== undefined;
    }),
  );
});

test("two renditions in a reported collision write the same key for the source it names", async (t) => {
  let found = 0;
  await holds(
    t,
    fc.property(naming, naming, keys, (a, b, { outputNaming, uploadPrefix }) => {
      const shared = sharedKey(a, b, { outputNaming, uploadPrefix });
      if (shared === undefined) return true;
      found += 1;
      const { source, output } = shared;
      const both = [a, b].every((rendition) => outputKeys(source, rendition, outputNaming).includes(output));
      return both && source.startsWith(uploadPrefix) && !source.endsWith("/") && a.bucket === b.bucket;
    }),
  );

  t.true(found > 20, String(found));
});

const anywhere = { outputNaming: "replace", uploadPrefix: "" } as const;
const plain = { bucket: "output", format: "jpeg", outputPrefix: "", outputSuffix: "" } as const;

const pairs: [title: string, b: object, keys: object, shared: object | undefined][] = [
  ["equal names", {}, {}, { source: "a.png", output: "a.jpg" }],
  [
    "equal names below the upload prefix",
    {},
    { uploadPrefix: "in/" },
    { source: "in/a.png", output: "in/a.jpg" },
  ],
  ["another format", { format: "webp" }, {}, undefined],
  ["another suffix", { outputSuffix: "-small" }, {}, undefined],
  ["another folder", { outputPrefix: "small/" }, {}, undefined],
  ["a suffix that is also an extension", { outputSuffix: ".b" }, {}, { source: "a.b", output: "a.b.jpg" }],
  ["such a suffix, where keys are computed", { outputSuffix: ".b" }, { outputNaming: "append" }, undefined],
  ["a prefix and a suffix of the same letters", { outputPrefix: "ab", outputSuffix: "" }, {}, undefined],
  ["another bucket", { bucket: "web" }, {}, undefined],
];

for (const [title, b, keys, shared] of pairs) {
  test(`the key that two renditions share with ${title}`, (t) => {
    t.deepEqual(sharedKey(plain, { ...plain, ...b }, { ...anywhere, ...keys }), shared);
  });
}

const beginnings: [prefix: string, suffix: string, uploadPrefix: string, shared: object | undefined][] = [
  ["ab", "ba", "", { source: "a.png", output: "aba.jpg" }],
  ["ab", "ab", "", { source: "ab.png", output: "abab.jpg" }],
  ["ab", "ab", "abab", { source: "abab", output: "ababab.jpg" }],
  ["ab", "ba", "in/", undefined],
  ["a", "a", "a.x", { source: "a.x", output: "aa.jpg" }],
  ["a/", "a/", "", undefined],
];

for (const [outputPrefix, outputSuffix, uploadPrefix, shared] of beginnings) {
  test(`the key that the prefix ${outputPrefix} shares with the suffix ${outputSuffix} below "${uploadPrefix}"`, (t) => {
    const [a, b] = [
      { ...plain, outputPrefix },
      { ...plain, outputSuffix },
    ];

    t.deepEqual(sharedKey(a, b, { ...anywhere, uploadPrefix }), shared);
    t.deepEqual(sharedKey(b, a, { ...anywhere, uploadPrefix }), shared);
  });
}
