import { GetObjectCommand } from "@aws-sdk/client-s3";
import test from "ava";
import { type ChunkChoices, putChunks } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";

const chunks = ["first", "second"];
const crc32 = { "x-amz-checksum-crc32": "HWT7/w==" };

const accepted: { title: string; choices: ChunkChoices }[] = [
  { title: "unsigned chunks with a trailer", choices: { chunks, trailers: crc32 } },
  { title: "signed chunks", choices: { chunks, isSigned: true } },
  { title: "signed chunks with a signed trailer", choices: { chunks, isSigned: true, trailers: crc32 } },
  { title: "an empty body", choices: { chunks: [], isSigned: true } },
];

for (const { title, choices } of accepted) {
  test(`${title}: the object holds the data without its framing`, async (t) => {
    const { endpoint, client } = await startS3(t);

    const answer = await putChunks(endpoint, "/uploads/key", choices);

    t.is(answer.status, 200, answer.text);
    const got = await client.send(new GetObjectCommand({ Bucket: "uploads", Key: "key" }));
    t.is(await got.Body?.transformToString(), choices.chunks.join(""));
    t.is(got.ContentEncoding, undefined);
  });
}

const wrong = { "x-amz-checksum-crc32": "AAAAAA==" };
const refused: { title: string; choices: ChunkChoices; code: string }[] = [
  { title: "a wrong checksum in the trailer", choices: { chunks, trailers: wrong }, code: "BadDigest" },
  {
    title: "a wrong checksum in a signed trailer",
    choices: { chunks, trailers: wrong, isSigned: true },
    code: "BadDigest",
  },
  {
    title: "a trailer changed after signing",
    choices: {
      chunks,
      trailers: crc32,
      isSigned: true,
      spoil: (body) => body.replace("HWT7/w==", "AAAAAA=="),
    },
    code: "SignatureDoesNotMatch",
  },
  {
    title: "a signed trailer without its signature",
    choices: {
      chunks,
      trailers: crc32,
      isSigned: true,
      spoil: (body) => body.replace(/x-amz-trailer-sig.*\r\n/, ""),
    },
    code: "SignatureDoesNotMatch",
  },
  {
    title: "data changed after signing",
    choices: { chunks, isSigned: true, spoil: (body) => body.replace("second", "sebond") },
    code: "SignatureDoesNotMatch",
  },
  {
    title: "an unsigned chunk among signed ones",
    choices: { chunks, isSigned: true, spoil: (body) => body.replace(/6;chunk-signature=\w+/, "6") },
    code: "SignatureDoesNotMatch",
  },
  {
    title: "an announced trailer that is missing",
    choices: { chunks, trailers: crc32, spoil: (body) => body.replace(/x-amz-checksum.*\r\n/, "") },
    code: "MalformedTrailerError",
  },
  {
    title: "a trailer that was not announced",
    choices: { chunks, trailers: crc32, spoil: (body) => body.replace("crc32:", "sha1:") },
    code: "MalformedTrailerError",
  },
  {
    title: "a trailer of no known kind",
    choices: { chunks, trailers: { "x-other": "1" } },
    code: "InvalidRequest",
  },
  {
    title: "fewer bytes than announced",
    choices: { chunks, trailers: crc32, spoil: (body) => body.replace("5\r\nfirst\r\n", "") },
    code: "IncompleteBody",
  },
  {
    title: "more bytes than announced",
    choices: { chunks, trailers: crc32, spoil: (body) => `5\r\nfirst\r\n${body}` },
    code: "IncompleteBody",
  },
  {
    title: "bytes between its chunks",
    choices: { chunks, trailers: crc32, spoil: (body) => body.replace("first", "firstjunk") },
    code: "IncompleteBody",
  },
  {
    title: "no last chunk",
    choices: { chunks, trailers: crc32, spoil: (body) => body.slice(0, body.indexOf("0\r\n")) },
    code: "IncompleteBody",
  },
  {
    title: "bytes after its end",
    choices: { chunks, trailers: crc32, spoil: (body) => `${body}more` },
    code: "IncompleteBody",
  },
  {
    title: "a chunk size that is no number",
    choices: { chunks, trailers: crc32, spoil: (body) => `x${body}` },
    code: "IncompleteBody",
  },
];

for (const { title, choices, code } of refused) {
  test(`a chunked body with ${title} is refused with ${code}, and leaves nothing behind`, async (t) => {
    const { endpoint, files, events } = await startS3(t);

    const answer = await putChunks(endpoint, "/uploads/key", choices);

    t.like(answer, { status: code === "SignatureDoesNotMatch" ? 403 : 400, code });
    t.deepEqual([files(), events], [[], []]);
  });
}
