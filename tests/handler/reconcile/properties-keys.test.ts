import test from "ava";
import fc from "fast-check";
import { outputKeys } from "../../../contract/output-keys.ts";
import type { Format } from "../../../contract/settings.ts";
import { parseEvent } from "../../../handler/events/parse-event.ts";
import { outputMetadata } from "../../../handler/reconcile/output-metadata.ts";
import { type Name, planTargets } from "../../../handler/reconcile/targets.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import { holds } from "../../helpers/property.ts";

const longestKey = 1024;

/** Valid S3 keys, many of which differ only at their ends. */
const key = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom("a", ".", "/", " ", "+", "%", "ü", "📷", ".png", ".jpg"),
      minLength: 1,
      maxLength: 12,
    }),
    fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
    fc.string({ unit: fc.constantFrom("a", "ü", "."), minLength: 500, maxLength: longestKey }),
  )
  .filter((key) => Buffer.byteLength(key) <= longestKey);
const ending = fc.constantFrom("", ".jpg", ".png", ".", "/a", ".jpg.jpg");
const affix = fc.string({ unit: fc.constantFrom("a", "/", ".", "-"), maxLength: 256 });
const settings = fc.record({
  format: fc.constantFrom<Format>("jpeg", "webp", "avif", "png"),
  outputPrefix: affix,
  outputSuffix: affix,
});

test("with `append`, no two sources share an output's key", async (t) => {
  const property = fc.property(key, key, ending, settings, (one, another, ending, settings) => {
    const alike = one + ending;
    const keysOf = (source: string) => outputKeys(source, settings, "append");
    const others = [another, alike].filter((source) => source !== one);

    return others.every((source) => !keysOf(source).some((output) => keysOf(one).includes(output)));
  });

  await holds(t, property);
});

test("every key of an output is valid in S3, and stands between its prefix and suffix", async (t) => {
  const naming = fc.constantFrom("append" as const, "replace" as const);
  const property = fc.property(key, settings, naming, (source, settings, naming) =>
    outputKeys(source, settings, naming).every(
      (output) =>
        Buffer.byteLength(output) <= longestKey &&
        output.startsWith(settings.outputPrefix) &&
        output.includes(`${settings.outputSuffix}.`),
    ),
  );

  await holds(t, property);
});

const metadataOf = (key: string, name = "main") =>
  outputMetadata("uploads", key, "0".repeat(32), rendition({ name }));

/** The owner of a name: nobody, somebody else's object, or an output of one of the sources. */
const ownerAt = fc.constantFrom("nobody", "a stranger", "one", "another", "an older one");

test("a source never overwrites an object of another owner", async (t) => {
  const property = fc.property(key, key, fc.tuple(ownerAt, ownerAt), (one, another, owners) => {
    fc.pre(one !== another);
    const metadata: Record<string, Record<string, string>> = {
      "a stranger": {},
      one: { ...metadataOf(one) },
      another: { ...metadataOf(another) },
      "an older one": { ...metadataOf(one), "source-etag": "older" },
    };
    const names = outputKeys(one, rendition(), "replace").map((key, at): Name => {
      const of = metadata[owners[at] ?? ""];
      return { key, head: of && { etag: `"${at}"`, metadata: of } };
    });
    const targets = planTargets(names, metadataOf(one)) ?? [];

    return targets.every(({ key, replaces }) => {
      const at = names.findIndex((name) => name.key === key);
      return owners[at] === "nobody"
        ? replaces === undefined
        : owners[at] === "an older one" && replaces === `"${at}"`;
    });
  });

  await holds(t, property, 5000);
});

test("an output's metadata is ASCII and within 2 KB for every key, and tells sources apart", async (t) => {
  const property = fc.property(key, key, ending, (one, another, ending) => {
    const metadata = outputMetadata("b".repeat(63), one, `${"0".repeat(32)}-10000`, rendition());
    const text = Object.entries(metadata).flat().join("");
    const others = [another, one + ending].filter((other) => other !== one);

    return (
      /^[\x21-\x7e]+$/.test(text) &&
      text.length <= 2048 &&
      others.every((other) => metadataOf(other)["source-key"] !== metadata["source-key"])
    );
  });

  await holds(t, property);
});

/** S3 encodes keys in events as Java's form encoding of their UTF-8, with or without the slashes. */
function encodedByS3(key: string, leavesSlashes: boolean): string {
  const plain = leavesSlashes ? /[a-z0-9.*_/-]/i : /[a-z0-9.*_-]/i;
  return [...Buffer.from(key).toString("latin1")]
    .map((byte) => {
      if (plain.test(byte)) return byte;
      return byte === " " ? "+" : `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
    })
    .join("");
}

test("an event's key is read as it was before S3 encoded it", async (t) => {
  const property = fc.property(key, fc.boolean(), (key, leavesSlashes) => {
    const object = { key: encodedByS3(key, leavesSlashes) };
    const [message] = parseEvent({ Records: [{ s3: { bucket: { name: "uploads" }, object } }] }, "uploads");

    return key.endsWith("/")
      ? message?.ignored[0]?.key === key && message.keys.length === 0
      : message?.keys[0] === key && message.ignored.length === 0;
  });

  await holds(t, property);
});
