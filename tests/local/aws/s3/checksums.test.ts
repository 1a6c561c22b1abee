import {
  type ChecksumAlgorithm,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { sendSigned } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const object = { Bucket: "uploads", Key: "key" };

/** The checksums of "123456789" in the algorithms' own specifications. */
const known: { algorithm: ChecksumAlgorithm; hex: string }[] = [
  { algorithm: "CRC32", hex: "cbf43926" },
  { algorithm: "CRC32C", hex: "e3069283" },
  { algorithm: "CRC64NVME", hex: "ae8b14860a799888" },
  { algorithm: "SHA1", hex: "f7c3bc1d808e04732adf679965ccc34ca7ae3441" },
  { algorithm: "SHA256", hex: "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225" },
];

for (const { algorithm, hex } of known) {
  const value = Buffer.from(hex, "hex").toString("base64");

  test(`${algorithm} is verified and answered`, async (t) => {
    const { client } = await startS3(t);

    await client.send(new PutObjectCommand({ ...object, Body: "123456789", ChecksumAlgorithm: algorithm }));

    const head = await client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    t.like(head, { [`Checksum${algorithm}`]: value, ChecksumType: "FULL_OBJECT" });
    const got = await client.send(new GetObjectCommand(object));
    t.is(await got.Body?.transformToString(), "123456789");
  });

  test(`a wrong ${algorithm} is refused with BadDigest, and one that is none with InvalidRequest`, async (t) => {
    const { endpoint, files } = await startS3(t);
    const put = (checksum: string) => {
      const headers = { [`x-amz-checksum-${algorithm.toLowerCase()}`]: checksum };
      return sendSigned(endpoint, { method: "PUT", path: "/uploads/key", body: "12345678", headers });
    };

    t.is((await put(value)).code, "BadDigest");
    t.is((await put("AAAA")).code, "InvalidRequest");
    t.is((await put("nonsense")).code, "InvalidRequest");
    t.deepEqual(files(), []);
  });
}

const refused: { title: string; headers: Record<string, string>; code: string }[] = [
  { title: "a wrong Content-MD5", headers: { "content-md5": "1B2M2Y8AsgTpgAmY7PhCfg==" }, code: "BadDigest" },
  { title: "a Content-MD5 that is none", headers: { "content-md5": "nonsense" }, code: "InvalidDigest" },
  {
    title: "two checksums",
    headers: { "x-amz-checksum-crc32": "y/Q5Jg==", "x-amz-checksum-crc32c": "4waSgw==" },
    code: "InvalidRequest",
  },
  {
    title: "an algorithm without its checksum",
    headers: { "x-amz-sdk-checksum-algorithm": "CRC32" },
    code: "InvalidRequest",
  },
];

for (const { title, headers, code } of refused) {
  test(`a body with ${title} is refused with ${code}`, async (t) => {
    const { endpoint, files } = await startS3(t);

    const answer = await sendSigned(endpoint, {
      method: "PUT",
      path: "/uploads/key",
      body: "123456789",
      headers,
    });

    t.like(answer, { status: 400, code });
    t.deepEqual(files(), []);
  });
}

test("the right Content-MD5 is accepted", async (t) => {
  const { endpoint } = await startS3(t);
  const headers = { "content-md5": "JfnnlDI7RTiF9RgfG2JNCw==" };

  const answer = await sendSigned(endpoint, {
    method: "PUT",
    path: "/uploads/key",
    body: "123456789",
    headers,
  });

  t.is(answer.status, 200, answer.text);
});
