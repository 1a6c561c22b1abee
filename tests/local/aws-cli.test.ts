import { execFile } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import sharp from "sharp";
import { noise } from "../helpers/images/images.ts";
import { aws, awsS3 } from "../helpers/local/aws-command.ts";
import { startStack } from "../helpers/local/run.ts";
import { temporaryFolder } from "../helpers/temporary-folder.ts";
import { until } from "../helpers/until.ts";

const missing = existsSync(aws) ? "" : ` (skipped: ${aws} is not installed)`;
const testWithAws = missing === "" ? test : test.skip;

testWithAws(`the aws client uploads 12 megapixels and finds them compressed${missing}`, async (t) => {
  const folder = temporaryFolder(t);
  const { description } = await startStack(t, temporaryFolder(t));
  const { sourceBucket, outputBucket } = description;
  const s3 = awsS3(description);
  const [source, output] = [join(folder, "photo.png"), join(folder, "photo.jpg")];
  writeFileSync(source, await noise(1000, 750).resize(4000, 3000).png({ compressionLevel: 1 }).toBuffer());
  t.log((await promisify(execFile)(aws, ["--version"])).stdout);

  await s3("cp", source, `s3://${sourceBucket}/uploads/a b+ü.png`);
  const find = () =>
    s3("cp", `s3://${outputBucket}/uploads/a b+ü.jpg`, output).then(
      () => true,
      () => false,
    );
  await until(find, (found) => found);

  const { width, height, isProgressive } = await sharp(output).metadata();
  t.deepEqual({ width, height, isProgressive }, { width: 4000, height: 3000, isProgressive: true });
  t.true((await stat(output)).size < 0.3 * (await stat(source)).size);
});
