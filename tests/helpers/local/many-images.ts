import { defaultRendition } from "../../../contract/settings.ts";
import { inTransaction, openDatabase } from "../../../local/aws/data/database.ts";
import { createTables } from "../../../local/aws/s3/storage/schema.ts";

/** Fills a data folder with the records of images, one minute old and without their bytes. */
export function fillWithImages(dataFolder: string, count: number): void {
  const database = openDatabase(dataFolder);
  createTables(database);
  const insert = database.prepare("INSERT INTO objects VALUES (?, ?, ?, 1000, ?, ?, ?, NULL)");
  const put = (bucket: string, key: string, metadata: Record<string, string>) => {
    const attributes = { headers: { "content-type": "image/jpeg" }, metadata, tags: {} };
    const place = `${bucket}/${key}`;
    insert.run(bucket, Buffer.from(key), place, place, Date.now() - 60_000, JSON.stringify(attributes));
  };
  inTransaction(database, () => {
    for (let number = 0; number < count; number += 1) {
      const key = `uploads/many-${number}.png`;
      put("images-source", key, {});
      put("images-output", key.replace("png", "jpg"), { "source-key": key, rendition: defaultRendition });
    }
  });
  database.close();
}
