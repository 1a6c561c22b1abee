import test from "ava";
import type { ObjectStore, Version } from "../../../handler/reconcile/object-store.ts";
import { outputMetadata } from "../../../handler/reconcile/output-metadata.ts";
import { rendition } from "../../helpers/images/renditions.ts";
import { type Answer, startScriptedS3 } from "../../helpers/store/scripted-s3.ts";

const s3 = await startScriptedS3();
test.after.always(() => s3.stop());
test.beforeEach(() => {
  s3.requests.length = 0;
  s3.answers = {};
});

const output = {
  body: Buffer.from("v0"),
  contentType: "image/jpeg",
  metadata: outputMetadata("uploads", "a.png", "0", rendition()),
};
const writes: Record<string, (store: ObjectStore) => Promise<boolean>> = {
  "a PUT where nothing may be": (store) =>
    store.put("outputs", { key: "a.jpg", replaces: undefined }, output),
  "a PUT that replaces": (store) => store.put("outputs", { key: "a.jpg", replaces: "seen" }, output),
  "a DELETE": (store) => store.delete("outputs", { key: "a.jpg", etag: "seen" }),
  "a PUT of tags": (store) => store.writeTags("uploads", "a.png", "v7", [{ key: "k", value: "v" }]),
};

for (const [name, header, value] of [
  ["a PUT where nothing may be", "if-none-match", "*"],
  ["a PUT that replaces", "if-match", '"seen"'],
  ["a DELETE", "if-match", '"seen"'],
] as const) {
  test.serial(`${name} is sent with ${header}: ${value}`, async (t) => {
    s3.answer = { status: 200 };

    const won = await writes[name]?.(s3.store);

    t.true(won);
    const [request] = s3.requests;
    t.is(request?.path?.split("?")[0], "/outputs/a.jpg");
    t.is(request?.headers[header], value);
  });
}

for (const [name, write] of Object.entries(writes)) {
  for (const answer of [
    { status: 404, code: "NoSuchKey" },
    { status: 409, code: "ConditionalRequestConflict" },
    { status: 412, code: "PreconditionFailed" },
  ]) {
    test.serial(`an answer of ${answer.status} to ${name} is a lost race`, async (t) => {
      s3.answer = answer;

      t.false(await write(s3.store));
    });
  }

  for (const answer of [
    { status: 500, code: "InternalError" },
    { status: 503, code: "SlowDown" },
    { status: 403, code: "AccessDenied" },
    { status: 404, code: "NoSuchBucket" },
    "no answer",
  ] satisfies Answer[]) {
    const words = answer === "no answer" ? answer : `${answer.status} ${answer.code}`;
    test.serial(`${name} that gets ${words} is thrown, and was sent once`, async (t) => {
      s3.answer = answer;

      await t.throwsAsync(write(s3.store));

      t.is(s3.requests.length, 1);
    });
  }
}

test.serial("tags are read and written of the very version, and writing names all of them", async (t) => {
  const Tag = "<Tag><Key>k</Key><Value>v</Value></Tag>";
  s3.answer = { status: 200, body: `<Tagging><TagSet>${Tag}</TagSet></Tagging>` };

  const tags = (await s3.store.readTags("uploads", "a.png", "v7")) ?? [];
  await s3.store.writeTags("uploads", "a.png", "v7", [...tags, { key: "k2", value: "" }]);

  t.deepEqual(tags, [{ key: "k", value: "v" }]);
  const [read, written] = s3.requests;
  for (const request of [read, written])
    t.regex(request?.path ?? "", /^\/uploads\/a\.png\?(?=.*\btagging\b)(?=.*\bversionId=v7\b)/);
  t.deepEqual([read?.method, written?.method], ["GET", "PUT"]);
  t.regex(written?.body ?? "", /<Key>k<\/Key><Value>v<\/Value>.*<Key>k2<\/Key><Value\s*(\/>|><\/Value>)/);
});

test.serial("tags of a version that is gone are undefined, and denied ones are thrown", async (t) => {
  s3.answer = { status: 404, code: "NoSuchVersion" };
  t.is(await s3.store.readTags("uploads", "a.png", "v7"), undefined);

  s3.answer = { status: 403, code: "AccessDenied" };
  await t.throwsAsync(s3.store.readTags("uploads", "a.png", "v7"));
});

for (const [words, headers, version] of [
  ["a version", { "x-amz-version-id": "v7" }, { id: "v7", tagCount: 0 }],
  [
    "a version with tags",
    { "x-amz-version-id": "v7", "x-amz-tagging-count": "2" },
    { id: "v7", tagCount: 2 },
  ],
  ["an object from before its bucket kept versions", { "x-amz-version-id": "null" }, undefined],
  ["an object of a bucket without versions", {}, undefined],
] as [string, Record<string, string>, Version | undefined][]) {
  test.serial(`a GET of ${words} tells its version: ${version?.id}`, async (t) => {
    s3.answer = { status: 200, body: "v0", headers: { "content-length": "2", ...headers } };

    const source = await s3.store.get("uploads", "a.png");

    source?.discard();
    t.deepEqual(source?.version, version);
  });
}

for (const name of ["head", "get"] as const) {
  test.serial(`${name} tells an absent object from denied access`, async (t) => {
    s3.answer = { status: 404, ...(name === "get" && { code: "NoSuchKey" }) };
    t.is(await s3.store[name]("uploads", "a.png"), undefined);

    s3.answer = { status: 403, ...(name === "get" && { code: "AccessDenied" }) };
    await t.throwsAsync(s3.store[name]("uploads", "a.png"));
  });
}

test.serial(
  "an archived object, whose bytes S3 keeps back, has the ETag of its HEAD and no bytes",
  async (t) => {
    s3.answers = {
      GET: { status: 403, code: "InvalidObjectState" },
      HEAD: { status: 200, headers: { etag: '"v0"', "content-length": "7" } },
    };

    const source = await s3.store.get("uploads", "a.png");

    t.like(source, { etag: "v0", length: 7, isArchived: true });
    await t.throwsAsync(async () => source?.read());
  },
);

test.serial("an archived object that is gone a moment later is absent", async (t) => {
  s3.answers = { GET: { status: 403, code: "InvalidObjectState" }, HEAD: { status: 404 } };

  t.is(await s3.store.get("uploads", "a.png"), undefined);
});

for (const [answer, message] of [
  [{ status: 503, code: "SlowDown" }, "S3 answered GetObject of uploads/a.png with 503"],
  ["no answer", "no answer to GetObject of uploads/a.png"],
] as [Answer, string][]) {
  test.serial(`an error names the call and the object, and keeps its cause: ${message}`, async (t) => {
    s3.answer = answer;

    const error = await t.throwsAsync(s3.store.get("uploads", "a.png"));

    t.true(error.message.startsWith(message), error.message);
    t.true(error.cause instanceof Error);
  });
}

test.serial("an answer without a body, as to a HEAD, is still a known error", async (t) => {
  s3.answer = { status: 503 };

  const error = await t.throwsAsync(s3.store.head("outputs", "a.jpg"));

  t.is(error.message, "S3 answered HeadObject of outputs/a.jpg with 503");
});
