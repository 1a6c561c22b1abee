import test from "ava";
import { settingsHash } from "../../../contract/settings-hash.ts";
import { createDescription, type PageOutput, pageObject, splitOutputs } from "../../../local/page/outputs.ts";
import { rendition } from "../../helpers/images/renditions.ts";

const jpeg = rendition({ quality: 40 });
const webp = rendition({ format: "webp", quality: 90 });
const uploaded = { key: "a.jpg", size: 9, etag: "e", lastModified: new Date(0) };
const source = pageObject(uploaded);

interface Made {
  by: typeof jpeg;
  name?: string;
  key?: string;
  written?: number;
  from?: string;
  size?: number;
  etag?: string;
}

/** Describes an output where `today` are the settings. */
function described(today: (typeof jpeg)[], { by, name = by.name, from = "e", ...object }: Made): PageOutput {
  const { key = "a.jpg", size = 5, etag = "o", written = 1 } = object;
  const metadata = { rendition: name, settings: settingsHash(by), "source-etag": from };
  const attributes = { headers: { "content-type": `image/${by.format}` }, metadata, tags: {} };
  const stored = { key, size, etag, lastModified: new Date(written), attributes };
  return createDescription(today)(source, "output", stored);
}

test("an output has the recipe of today's settings only where they made it", (t) => {
  const [now, before] = [described([webp], { by: webp }), described([webp], { by: jpeg })];

  t.like(now, { contentType: "image/webp", recipe: { format: "webp", quality: 90 } });
  t.like(before, { contentType: "image/jpeg", recipe: undefined });
});

test("the recipe of another rendition is not an output's own", (t) => {
  const { recipe } = described([webp], { by: webp, name: "thumbnail" });

  t.is(recipe, undefined);
});

test("an output is of an earlier upload if its source has been overwritten", (t) => {
  const outputs = ["e", "old"].map((from) => described([jpeg], { by: jpeg, from }));

  t.deepEqual(
    outputs.map(({ isOfEarlierSource }) => isOfEarlierSource),
    [false, true],
  );
});

test("an output is a copy if it has the source's bytes", (t) => {
  const copied = [{ size: 9, etag: "e" }, { size: 9 }, { etag: "e" }, {}].map(
    (object) => described([jpeg], { by: jpeg, ...object }).isCopy,
  );

  t.deepEqual(copied, [true, false, false, false]);
});

test("a source that came in parts is known by its size in its copy", (t) => {
  const parts = pageObject({ ...uploaded, etag: "e-2" });
  const attributes = { headers: {}, metadata: {}, tags: {} };
  const outputs = [9, 8].map((size) => ({ ...uploaded, size, attributes }));

  t.deepEqual(
    outputs.map((output) => createDescription([])(parts, "output", output).isCopy),
    [true, false],
  );
});

test("of two outputs of a rendition the newest is shown, and the other is left over", (t) => {
  const made: Made[] = [
    { by: jpeg, key: "a.jpg", written: 1 },
    { by: webp, key: "a.webp", written: 2 },
  ];

  for (const today of [[webp], []]) {
    const { outputs, leftOver } = splitOutputs(made.map((one) => described(today, one)));
    t.deepEqual(
      [outputs, leftOver].map((some) => some.map(({ key }) => key)),
      [["a.webp"], ["a.jpg"]],
    );
  }
});

test("back at earlier settings, the output that they made is shown before a newer one", (t) => {
  const made = [
    described([jpeg], { by: jpeg, key: "a.jpg", written: 1 }),
    described([jpeg], { by: webp, key: "a.webp", written: 2 }),
  ];

  const { outputs, leftOver } = splitOutputs(made);

  t.deepEqual(
    [outputs, leftOver].map((some) => some.map(({ key }) => key)),
    [["a.jpg"], ["a.webp"]],
  );
});

test("each rendition keeps its output, the default one first", (t) => {
  const names = ["thumbnail", "default", "large"];

  const { outputs, leftOver } = splitOutputs(names.map((name) => described([], { by: jpeg, name })));

  t.deepEqual(
    outputs.map(({ rendition }) => rendition),
    ["default", "large", "thumbnail"],
  );
  t.deepEqual(leftOver, []);
});
