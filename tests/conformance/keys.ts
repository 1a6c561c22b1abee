import test from "ava";
import { dangerousKeys } from "../helpers/store/keys.ts";
import { bucket, create, etagOf, output, type Subject, textOf } from "./implementation.ts";

/** Keys are compared byte by byte: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
export function everyKey(name: string, subject: () => Subject, others: string[] = []): void {
  const kept = dangerousKeys.filter((key) => !others.includes(key));

  test(`${name}: keys that look alike or dangerous are kept apart, and only the one deleted goes`, async (t) => {
    for (const key of kept) t.true(await create(subject(), key, output(`body of ${key}`)), key);

    for (const key of kept) t.is(await textOf(subject(), key), `body of ${key}`);

    for (const key of kept) {
      const etag = await etagOf(subject(), key);
      t.true(await subject().store.delete(bucket, { key, etag }), key);
      t.is(await etagOf(subject(), key), "absent");
    }
  });
}
