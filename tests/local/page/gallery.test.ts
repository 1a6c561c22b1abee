import test from "ava";
import { settingsVariable } from "../../../handler/settings.ts";
import { createGallery } from "../../../local/page/gallery.ts";

/**
 * A gallery of a pipeline of one rendition.
 *
 * @param outputs - What each source's outputs are called, the newest first.
 * @param gone - Sources that are no longer there.
 */
function open(outputs: [source: string, renditions: string[]][], gone: string[] = []) {
  const found = { size: 9, etag: "e", contentType: "", lastModified: new Date(0) };
  const newest = outputs
    .flatMap(([source, renditions]) => renditions.map((rendition) => ({ source, rendition })))
    .map(({ source, rendition }, age) => {
      const metadata = { "source-key": source, rendition };
      return { ...found, key: `${rendition}/${source}`, metadata, lastModified: new Date(1e6 - age) };
    });
  const environment = { [settingsVariable]: JSON.stringify({ renditions: [{ name: "default" }] }) };
  const stack = { sourceBucket: "s", outputBucket: "o", webBucket: undefined, function: { environment } };
  const storage = {
    newest: (_: string, limit: number) => newest.slice(0, limit),
    find: (_: string, key: string) => (gone.includes(key) ? undefined : { ...found, key }),
  };
  return createGallery(stack, storage, { milliseconds: () => undefined });
}

const numbered = (count: number) => Array.from({ length: count }, (_, number) => `${number}.png`);

test("sources that are gone take no place from those that are there", (t) => {
  const gone = numbered(60);
  const { images } = open(
    numbered(200).map((key) => [key, ["default"]]),
    gone,
  );

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
  const { images } = open(numbered(100).map((key) => [key, renditions]));

  const { images: shown, hasMore } = images(24);

  t.deepEqual([shown.length, hasMore], [24, true]);
  t.true(shown.every(({ outputs }) => outputs.length === renditions.length));
});
