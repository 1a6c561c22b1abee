import test from "ava";
import { find, json } from "../../helpers/graph/graph.ts";
import { evaluatePipeline } from "../../helpers/graph/pipeline.ts";

interface Policy {
  Statement: object[];
}

const always = [
  {
    id: "abort-incomplete-uploads",
    status: "Enabled",
    filter: {},
    abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
  },
];

/** The rules that the source bucket has in any case. */
function ofSources(noncurrentDays: number) {
  const every = { status: "Enabled", filter: {} };
  return [
    ...always,
    { id: "expire-noncurrent-versions", ...every, noncurrentVersionExpiration: { noncurrentDays } },
    { id: "remove-delete-markers", ...every, expiration: { expiredObjectDeleteMarker: true } },
  ];
}

const days = { archiveOriginalsAfterDays: 10, expireOriginalsAfterDays: 100, expireRejectedAfterDays: 3 };

test("by default only overwritten or deleted versions expire, and delete markers without a version", async (t) => {
  const graph = await evaluatePipeline();

  t.deepEqual(find(graph, "images-output-lifecycle").inputs.rules, always);
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, ofSources(30));
});

test("originals are archived and expire under the prefix only, and only with the function's mark", async (t) => {
  const graph = await evaluatePipeline({ uploadPrefix: "in/", ...days, expireNoncurrentAfterDays: 5 });

  const marked = (value: string) => ({
    status: "Enabled",
    filter: { and: { prefix: "in/", tags: { "image-compression-pipeline": value } } },
  });
  t.deepEqual(find(graph, "images-source-lifecycle").inputs.rules, [
    ...ofSources(5),
    {
      id: "archive-originals",
      ...marked("done"),
      transitions: [{ days: 10, storageClass: "GLACIER_IR" }],
    },
    { id: "expire-originals", ...marked("done"), expiration: { days: 100 } },
    { id: "expire-rejected", ...marked("rejected"), expiration: { days: 3 } },
  ]);
});

test("without a prefix originals are selected by their mark alone", async (t) => {
  const graph = await evaluatePipeline(days);

  const rules = find(graph, "images-source-lifecycle").inputs.rules as { filter: unknown }[];
  const tag = (value: string) => ({ tag: { key: "image-compression-pipeline", value } });
  t.deepEqual(
    rules.slice(3).map(({ filter }) => filter),
    [tag("done"), tag("done"), tag("rejected")],
  );
});

for (const [option, value] of Object.entries(days)) {
  test(`with ${option} the function alone may set the mark, and may read and write the tags of its sources`, async (t) => {
    const graph = await evaluatePipeline({ uploadPrefix: "in/", [option]: value });

    const [denial] = (json(graph, "images-source-policy", "policy") as Policy).Statement.slice(1);
    const { Statement } = json(graph, "images-compressor-role-policy", "policy") as Policy;
    t.like(denial, {
      Effect: "Deny",
      Condition: {
        "ForAnyValue:StringEquals": { "s3:RequestObjectTagKeys": "image-compression-pipeline" },
        ArnNotEquals: { "aws:PrincipalArn": ["arn:aws:iam::123456789012:role/images-compressor-role"] },
      },
    });
    t.like(Statement[0], {
      Action: [
        "s3:GetObject",
        "s3:GetObjectTagging",
        "s3:GetObjectVersionTagging",
        "s3:PutObjectVersionTagging",
      ],
      Resource: ["arn:aws:s3:::images-source/in/*"],
    });
  });
}
