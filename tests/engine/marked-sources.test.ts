import { ImageCompressionPipeline, type ImageCompressionPipelineArgs } from "../../components/index.ts";
import { inlineStack, onEngine, startEngine, upChanges } from "../helpers/engine/engine.ts";
import { decide } from "../helpers/graph/simulator.ts";
import { putExisting } from "./existing.ts";
import { existing } from "./option-changes.ts";

const days = { archiveOriginalsAfterDays: 30, expireOriginalsAfterDays: 365, expireRejectedAfterDays: 7 };
const beside = { uploadPrefix: "in/", ingestion: "queue", web: {}, kmsKeyArn: existing.keyArn } as const;

/** Decides on the mark for a source of a role that may do everything by its own policy. */
function deciding(bucket: string, policy: unknown, role: string, tls = "true"): Promise<string> {
  const Statement = [{ Effect: "Allow", Action: "*", Resource: "*" }];
  return decide({
    principal: role,
    action: "s3:PutObjectVersionTagging",
    resource: `arn:aws:s3:::${bucket}/in/a.png`,
    context: {
      "s3:RequestObjectTagKeys": ["image-compression-pipeline"],
      "aws:PrincipalArn": role,
      "aws:SecureTransport": tls,
    },
    identityPolicy: { Version: "2012-10-17", Statement },
    resourcePolicy: JSON.parse(String(policy)),
  });
}

onEngine(
  "originals of a running stack begin to expire by a mark that only its own function may set",
  async (t) => {
    const engine = await startEngine(t);
    putExisting(engine.account);
    let args: ImageCompressionPipelineArgs = beside;
    const stack = await inlineStack(engine, async () => {
      new ImageCompressionPipeline("images", args);
    });
    await upChanges(stack);

    args = { ...beside, ...days };
    const changes = await upChanges(stack);

    t.deepEqual(new Set(Object.values(changes)), new Set(["update"]));
    const [lifecycle] = engine.account
      .list("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")
      .filter(({ id }) => id.startsWith("images-source-"));
    const rules = lifecycle?.inputs.rules as { id: string; filter: object }[];
    const marked = (value: string) => ({
      and: { prefix: "in/", tags: { "image-compression-pipeline": value } },
    });
    t.deepEqual(
      rules.slice(3).map(({ id, filter }) => [id, filter]),
      [
        ["archive-originals", marked("done")],
        ["expire-originals", marked("done")],
        ["expire-rejected", marked("rejected")],
      ],
    );
    const bucket = String(lifecycle?.id);
    const policy = engine.account.find("aws:s3/bucketPolicy:BucketPolicy", bucket)?.inputs.policy;
    const [role] = engine.account.list("aws:iam/role:Role");
    const mark = (roleArn: unknown, tls?: string) => deciding(bucket, policy, String(roleArn), tls);
    t.is(await mark(role?.outputs.arn), "Allowed");
    t.is(await mark(role?.outputs.arn, "false"), "ExplicitlyDenied");
    t.is(await mark("arn:aws:iam::123456789012:role/admin"), "ExplicitlyDenied");
  },
);
