import test from "ava";
import { bucket, create, etagOf, output, type Subject, textOf } from "./implementation.ts";

const otherEtag = "0123456789abcdef0123456789abcdef";

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html */
function conditionalCreates(name: string, subject: () => Subject): void {
  test(`${name}: a PUT for an absent object wins where there is none`, async (t) => {
    const won = await create(subject(), "put-absent", output("v0"));

    t.true(won);
    t.is(await textOf(subject(), "put-absent"), "v0");
  });

  test(`${name}: a PUT for an absent object loses to an existing one, even with equal bytes`, async (t) => {
    await create(subject(), "put-present", output("v0"));

    const won = [
      await create(subject(), "put-present", output("v1")),
      await create(subject(), "put-present", output("v0")),
    ];

    t.deepEqual(won, [false, false]);
    t.is(await textOf(subject(), "put-present"), "v0");
  });

  test(`${name}: one of ten concurrent PUTs for an absent object wins`, async (t) => {
    const texts = Array.from({ length: 10 }, (_, index) => `v${index}`);

    const won = await Promise.all(texts.map((text) => create(subject(), "race", output(text))));

    t.is(won.filter(Boolean).length, 1);
    t.is(await textOf(subject(), "race"), `v${won.indexOf(true)}`);
  });
}

function conditionalReplacements(name: string, subject: () => Subject): void {
  test(`${name}: a PUT that replaces the version of its HEAD wins`, async (t) => {
    await create(subject(), "replace", output("v0"));

    const target = { key: "replace", replaces: await etagOf(subject(), "replace") };
    const won = await subject().store.put(bucket, target, output("v1"));

    t.true(won);
    t.is(await textOf(subject(), "replace"), "v1");
  });

  test(`${name}: a PUT that replaces another version loses`, async (t) => {
    await create(subject(), "replace-other", output("v0"));

    const won = await subject().store.put(
      bucket,
      { key: "replace-other", replaces: otherEtag },
      output("v1"),
    );

    t.false(won);
    t.is(await textOf(subject(), "replace-other"), "v0");
  });

  test(`${name}: a PUT that replaces an object deleted meanwhile loses, and leaves nothing`, async (t) => {
    const won = await subject().store.put(
      bucket,
      { key: "replace-absent", replaces: otherEtag },
      output("v1"),
    );

    t.false(won);
    t.is(await etagOf(subject(), "replace-absent"), "absent");
  });
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-deletes.html */
function conditionalDeletes(name: string, subject: () => Subject): void {
  test(`${name}: a DELETE of the version of its HEAD wins`, async (t) => {
    await create(subject(), "delete", output("v0"));

    const won = await subject().store.delete(bucket, {
      key: "delete",
      etag: await etagOf(subject(), "delete"),
    });

    t.true(won);
    t.is(await etagOf(subject(), "delete"), "absent");
  });

  test(`${name}: a DELETE of another version loses`, async (t) => {
    await create(subject(), "delete-other", output("v0"));

    const won = await subject().store.delete(bucket, { key: "delete-other", etag: otherEtag });

    t.false(won);
    t.is(await textOf(subject(), "delete-other"), "v0");
  });

  test(`${name}: a DELETE of an object deleted meanwhile loses`, async (t) => {
    const won = await subject().store.delete(bucket, { key: "delete-absent", etag: otherEtag });

    t.false(won);
  });
}

export const conditions = [conditionalCreates, conditionalReplacements, conditionalDeletes];
