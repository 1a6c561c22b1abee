import test from "ava";
import { settingsVariable } from "../../../contract/settings.ts";
import type { StoredObject } from "../../../local/aws/s3/storage/schema.ts";
import { createGallery } from "../../../local/page/gallery.ts";

/** Written outputs, the newest first. */
type Written = [source: string, rendition: string][];

/**
 * Opens the gallery of a pipeline with one rendition.
 *
 * @param gone - Keys of deleted sources.
 * @param milliseconds - The duration of the last compression; an output is one older than the next.
 * @param web - The web bucket's outputs, all older than the newest `webAge` others.
 */
function open(output: Written, { gone = [], web, webAge = 0, milliseconds }: Options = {}) {
  const objects = { o: stored(output, 0), w: stored(web ?? [], webAge) };
  const inBucket = (bucket: string) => objects[bucket as keyof typeof objects];
  const environment = { [settingsVariable]: JSON.stringify({ renditions: [{ name: "default" }] }) };
  const webBucket = web && "w";
  const stack = { sourceBucket: "s", outputBucket: "o", webBucket, function: { environment } };
  const storage = {
    newest: (bucket: string, limit: number) => inBucket(bucket).slice(0, limit),
    outputsOf: (bucket: string, key: string) =>
      inBucket(bucket).filter(({ attributes }) => attributes.metadata["source-key"] === key),
    find: (_: string, key: string) => (gone.includes(key) ? undefined : { ...found, key }),
  };
  return createGallery(stack, storage, { milliseconds: () => milliseconds });
}

interface Options {
  gone?: string[];
  web?: Written;
  webAge?: number;
  milliseconds?: number;
}

const found = { size: 9, etag: "e", lastModified: new Date(0) };

function stored(written: Written, youngest: number): StoredObject[] {
  return written.map(([source, rendition], age) => ({
    ...{ ...found, bucket: "o", version: "v", checksum: undefined },
    key: `${rendition}/${source}`,
    attributes: { headers: {}, tags: {}, metadata: { "source-key": source, rendition } },
    lastModified: new Date(1e6 - youngest - age),
  }));
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => `${number}.png`);
const outputs = (sources: string[], renditions: string[]) =>
  sources.flatMap((source) => renditions.map((rendition): [string, string] => [source, rendition]));

test("sources that are gone take no place from those that are there", (t) => {
  const gone = numbered(60);
  const { images } = open(outputs(numbered(200), ["default"]), { gone });

  t.is(images(6).images[0]?.source.key, "60.png");
  t.deepEqual(
    [6, 139, 140].map((limit) => [images(limit).images.length, images(limit).hasMore]),
    [
      [6, true],
      [139, true],
      [140, false],
    ],
  );
});

test("outputs of renditions that there no longer are take no place from images", (t) => {
  const renditions = ["default", "thumbnail", "large", "web"];
  const { images } = open(outputs(numbered(100), renditions));

  const { images: shown, hasMore } = images(24);

  t.deepEqual([shown.length, hasMore], [24, true]);
  t.true(shown.every(({ outputs }) => outputs.length === renditions.length));
});

test("an image has all its outputs, however far apart they were written", (t) => {
  const sources = numbered(60);
  const { images } = open([...outputs(sources, ["thumb"]), ...outputs(sources, ["default"])]);

  const shown = images(6).images.map(({ outputs }) => outputs.map(({ rendition }) => rendition));

  t.deepEqual(shown, Array(6).fill(["default", "thumb"]));
});

test("where newer outputs of one bucket are unread, old ones of the other take no place", (t) => {
  const renditions = ["default", "thumb", "large"];
  const web = outputs(["old", "older"], ["web"]);
  const { images } = open(outputs(["a", "b"], renditions), { web, webAge: 10 });

  const shown = images(2).images.map(({ source }) => source.key);

  t.deepEqual(shown, ["a", "b"]);
});

test("the duration of the last compression is told with its own outputs, and with no older one", (t) => {
  const { images } = open(outputs(["a"], ["default", "large", "thumb"]), { milliseconds: 1 });

  const [shown] = images(1).images;

  t.deepEqual(
    shown?.outputs.map(({ rendition, milliseconds }) => [rendition, milliseconds]),
    [
      ["default", 1],
      ["large", 1],
      ["thumb", undefined],
    ],
  );
});
