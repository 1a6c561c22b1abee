import test from "ava";
import {
  type Condition,
  createModelS3,
  currentOf,
  type ModelOutput,
  putSource,
  removeSource,
  tagSource,
  versionsOf,
  write,
} from "./s3.ts";

const path = "outputs/a.jpg";
const seen = { source: "a.png", version: 1, text: "v0" };
const output: ModelOutput = {
  body: "v0",
  cacheControl: undefined,
  metadata: {},
  made: { ...seen, rendition: "main" },
};

for (const [method, words, condition, there, status] of [
  ["PUT", "nothing being there, rightly,", { ifNoneMatch: "*" }, false, 200],
  ["PUT", "nothing being there, wrongly,", { ifNoneMatch: "*" }, true, 412],
  ["PUT", "the ETag that is there", { ifMatch: "v0" }, true, 200],
  ["PUT", "another ETag", { ifMatch: "v1" }, true, 412],
  ["PUT", "an ETag where nothing is", { ifMatch: "v0" }, false, 404],
  ["DELETE", "the ETag that is there", { ifMatch: "v0" }, true, 204],
  ["DELETE", "another ETag", { ifMatch: "v1" }, true, 412],
  ["DELETE", "an ETag where nothing is", { ifMatch: "v0" }, false, 404],
] satisfies ["PUT" | "DELETE", string, Condition, boolean, number][]) {
  test(`${method} conditioned on ${words} gets ${status}`, (t) => {
    const s3 = createModelS3();
    if (there) s3.outputs.set(path, output);
    const next = { ...output, body: "v2" };

    const answered = write(s3, {
      method,
      path,
      condition,
      by: seen,
      ...(method === "PUT" && { output: next }),
    });

    t.is(answered, status);
    const written = method === "PUT" ? "v2" : undefined;
    t.is(s3.outputs.get(path)?.body, status < 300 ? written : there ? "v0" : undefined);
  });
}

test("tags belong to a version, and go with it", (t) => {
  const s3 = createModelS3();
  putSource(s3, "a.png", "v0");
  putSource(s3, "a.png", "v1");
  const tags = { owner: "ann" };

  t.is(tagSource(s3, { key: "a.png", id: "version 1", tags }), 200);
  t.deepEqual(currentOf(s3, "a.png").tags, {});
  removeSource(s3, "a.png");
  t.deepEqual([currentOf(s3, "a.png").text, currentOf(s3, "a.png").tags], ["v0", tags]);
  t.is(tagSource(s3, { key: "a.png", id: "version 2", tags }), 404);
});

test("an output that is there stands for each version with its bytes", (t) => {
  const s3 = createModelS3();
  putSource(s3, "a.png", "v0");
  const current = { ...output, metadata: { "source-etag": "v0" } };

  write(s3, { method: "PUT", path, condition: {}, by: seen, output: current });
  putSource(s3, "a.png", "v1");
  putSource(s3, "a.png", "v0");

  const stood = versionsOf(s3, "a.png").map((version) => [...version.stood]);
  t.deepEqual(stood, [[], ["main"], [], ["main"]]);
});
