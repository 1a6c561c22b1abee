import test from "ava";
import { owner, startS3 } from "../helpers/aws/s3.ts";
import { conditions } from "./conditions.ts";
import { create, metadata, output, subjectOf } from "./implementation.ts";
import { everyKey } from "./keys.ts";
import { objects } from "./objects.ts";

const name = "the local endpoint";
const subject = subjectOf(async (t) => ({ ...owner, endpoint: (await startS3(t)).endpoint }));

for (const contract of [...conditions, ...objects]) contract(name, subject);
everyKey(name, subject);

// moto differs in these points, see moto.test.ts.

test(`${name}: metadata past 2 KB is refused`, async (t) => {
  const put = create(subject(), "metadata", output("v0", { metadata: metadata("x".repeat(2048)) }));

  await t.throwsAsync(put, { name: "MetadataTooLarge" });
});

for (const key of ["x".repeat(1025), `${"ü".repeat(512)}x`]) {
  test(`${name}: a key of 1,025 bytes in ${key.length} characters is refused`, async (t) => {
    await t.throwsAsync(create(subject(), key, output("v0")), { name: "KeyTooLongError" });
  });
}
