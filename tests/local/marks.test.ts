import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import test from "ava";
import { markKey } from "../../contract/source-mark.ts";
import { noise } from "../helpers/images/images.ts";
import { sharedStack } from "../helpers/local/run.ts";
import { read } from "../helpers/local/uploads.ts";

const stack = sharedStack("--config", "expireOriginalsAfterDays=30");

/** Puts a source with these tags, and waits until it was looked at. Returns its version. */
async function put(Key: string, Body: Uint8Array | string, tags: Record<string, string> = {}) {
  const { client, description, settled } = stack();
  const Tagging = new URLSearchParams(tags).toString();
  const { VersionId } = await client.send(
    new PutObjectCommand({ Bucket: description.sourceBucket, Key, Body, Tagging }),
  );
  await settled();
  return VersionId;
}

async function copy(from: string, Key: string): Promise<void> {
  const { client, description, settled } = stack();
  const CopySource = `${description.sourceBucket}/${from}`;
  const changes = { MetadataDirective: "REPLACE" } as const;
  await client.send(new CopyObjectCommand({ Bucket: description.sourceBucket, Key, CopySource, ...changes }));
  await settled();
}

async function tagsOf(Key: string, VersionId?: string): Promise<Record<string, string>> {
  const { client, description } = stack();
  const { TagSet = [] } = await client.send(
    new GetObjectTaggingCommand({ Bucket: description.sourceBucket, Key, VersionId }),
  );
  return Object.fromEntries(TagSet.map((tag) => [tag.Key ?? "", tag.Value ?? ""]));
}

const image = () => noise(40).png().toBuffer();

test("an upload is marked as done beside its own tags, and each of its versions by itself", async (t) => {
  const first = await put("uploads/done.png", await image(), { owner: "ann" });

  await put("uploads/done.png", "no image");

  t.deepEqual(await tagsOf("uploads/done.png", first), { owner: "ann", [markKey]: "done" });
  t.deepEqual(await tagsOf("uploads/done.png"), { [markKey]: "rejected" });
});

test("a mark that was copied is taken off where the copy can have no output", async (t) => {
  const long = `uploads/${"a".repeat(1014)}`;
  await put("uploads/from.png", await image(), { owner: "ann" });

  await copy("uploads/from.png", long);

  t.deepEqual(await tagsOf("uploads/from.png"), { owner: "ann", [markKey]: "done" });
  t.deepEqual(await tagsOf(long), { owner: "ann" });
});

test("a copy of a source onto itself makes its output again, and is done", async (t) => {
  const { client, description } = stack();
  await put("uploads/again.png", await image());
  await client.send(new DeleteObjectCommand({ Bucket: description.outputBucket, Key: "uploads/again.jpg" }));

  await copy("uploads/again.png", "uploads/again.png");

  t.is((await read(stack(), "uploads/again.jpg")).contentType, "image/jpeg");
  t.deepEqual(await tagsOf("uploads/again.png"), { [markKey]: "done" });
});

test("a source with ten tags keeps them, stays unmarked, and the log names it", async (t) => {
  const tags = Object.fromEntries(Array.from({ length: 10 }, (_, at) => [`k${at}`, "v"]));

  await put("uploads/full.png", await image(), tags);

  t.deepEqual(await tagsOf("uploads/full.png"), tags);
  const lines = stack().output.stderr.split("\n");
  const named = lines.filter((line) => line.includes("uploads/full.png") && line.includes("compressed"));
  t.regex(named.join("\n"), /"unmarkable":true.*"Unmarkable":1/);
});
