import test from "ava";
import { find } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

const always = [
  {
    id: "abort-incomplete-uploads",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
];

test("by default only overwritten or deleted versions expire", async (t) => {
  const graph = await evaluatePipeline();

  t.deepEqual(find(graph, "images-output-lifecycle").inputs.rules, always);
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, [
    ...always,
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: 30 },
      expiration: { expiredObjectDeleteMarker: true },
    },
  ]);
});

test("originals are archived and expire under the prefix only", async (t) => {
  const graph = await evaluatePipeline({
    uploadPrefix: "in/",
    archiveOriginalsAfterDays: 10,
    expireOriginalsAfterDays: 100,
    expireNoncurrentAfterDays: 5,
  });

  const originals = { status: "Enabled", filter: { prefix: "in/" } };
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, [
    ...always,
    {
      id: "expire-noncurrent-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionExpiration: { noncurrentDays: 5 },
    },
    { id: "archive-originals", ...originals, transitions: [{ days: 10, storageClass: "GLACIER_IR" }] },
    { id: "expire-originals", ...originals, expiration: { days: 100 } },
  ]);
});
