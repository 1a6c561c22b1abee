import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import test from "ava";
import { isInstalled, startMoto } from "../helpers/store/moto.ts";
import type { Owner } from "../helpers/temporary-folder.ts";
import { conditions } from "./conditions.ts";
import {
  bucket,
  create,
  type Implementation,
  metadata,
  output,
  region,
  subjectOf,
} from "./implementation.ts";
import { everyKey } from "./keys.ts";
import { objects } from "./objects.ts";

const name = "moto";

if (isInstalled()) declareContract();
else test.skip("moto keeps the object store's contract (skipped: moto_server is not on the PATH)", () => {});

function declareContract(): void {
  const subject = subjectOf(startWithBucket);

  for (const contract of [...conditions, ...objects]) contract(name, subject);
  everyKey(name, subject, ["line\nend"]);

  // In these points moto contradicts https://docs.aws.amazon.com/, which the test of the local endpoint
  // follows. If one of these tests fails, moto has been fixed.

  test(`${name} differs: it takes metadata past the 2 KB of AmazonS3/latest/userguide/UsingMetadata.html`, async (t) => {
    const past = output("v0", { metadata: metadata("x".repeat(2048)) });

    t.true(await create(subject(), "metadata", past));
  });

  test(`${name} differs: it takes keys past the 1,024 bytes of AmazonS3/latest/userguide/object-keys.html`, async (t) => {
    t.true(await create(subject(), "x".repeat(1025), output("v0")));
  });

  test(`${name} differs: it finds no route for a line's end, which AmazonS3/latest/userguide/object-keys.html allows`, async (t) => {
    await t.throwsAsync(create(subject(), "line\nend", output("v0")), { message: /parse error/ });
  });
}

async function startWithBucket(owner: Owner): Promise<Implementation> {
  const { endpoint } = await startMoto(owner);
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await client.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
  client.destroy();
  return { endpoint, ...credentials };
}
