import { HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { outputKeys } from "../../contract/output-keys.ts";
import type { Settings } from "../../contract/settings.ts";
import { outputMetadata } from "../../handler/reconcile/output-metadata.ts";
import { listObjects } from "./world/listing.ts";
import type { OutputEtags } from "./world/sources.ts";
import type { Traffic } from "./world/traffic.ts";

/** A deviation from the state demanded by the sources. */
export interface Wrong {
  /** The source's key, or the output's key if it has no source. */
  key: string;
  what: string;
}

interface Output {
  etag: string;
  metadata: Record<string, string>;
}

interface Expected {
  key: string;
  etags: Set<string>;
  metadata: Record<string, string>;
}

export interface Verdict {
  sources: number;
  right: number;
  wrong: Wrong[];
}

/** Compares all outputs, bytes and metadata, with the current sources. */
export async function judge(client: S3Client, settings: Settings, made: OutputEtags): Promise<Verdict> {
  const sources = await listObjects(client, settings.sourceBucket);
  const wanted = new Map<string, Expected>(
    [...sources].flatMap(([key, etag]) => outputsOf(key, etag, settings, made)),
  );
  const found = await findOutputs(client, settings);

  const wrong = [...new Set([...wanted.keys(), ...found.keys()])].flatMap((place) => {
    const [expected, actual] = [wanted.get(place), found.get(place)];
    const what = difference(expected, actual);
    const key = expected?.key ?? decodeURIComponent(actual?.metadata["source-key"] ?? place);
    return what === undefined ? [] : { key, what: `${place}: ${what}` };
  });
  return { sources: sources.size, right: wanted.size - wrong.length, wrong };
}

/** Finds sources whose state contradicts the acknowledged calls. */
export async function judgeSources(client: S3Client, bucket: string, traffic: Traffic): Promise<Wrong[]> {
  const sources = await listObjects(client, bucket);
  return [...traffic.possible].flatMap(([key, states]) => {
    const etag = sources.get(key);
    if (states.has(etag)) return [];
    return { key, what: `source ${etag ?? "absent"}, acknowledged was ${[...states].join(" or ")}` };
  });
}

/** Gives one name per source and rendition, since outputs are named by `append`. */
function outputsOf(key: string, etag: string, settings: Settings, made: OutputEtags): [string, Expected][] {
  const { renditions, outputNaming, sourceBucket } = settings;
  const etags = made.get(etag) ?? [];
  return etags.map((possible, at) => {
    const rendition = renditions[at];
    if (rendition === undefined) throw new Error(`There is no rendition ${at}`);
    const [name = ""] = outputKeys(key, rendition, outputNaming);
    const metadata = { ...outputMetadata(sourceBucket, key, etag, rendition) };
    return [`${rendition.bucket}/${name}`, { key, etags: possible, metadata }];
  });
}

async function findOutputs(client: S3Client, { renditions }: Settings): Promise<Map<string, Output>> {
  const found = new Map<string, Output>();
  for (const bucket of new Set(renditions.map((rendition) => rendition.bucket))) {
    for (const [key, etag] of await listObjects(client, bucket)) {
      const { Metadata = {} } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
      found.set(`${bucket}/${key}`, { etag, metadata: Metadata });
    }
  }
  return found;
}

function difference(wanted: Expected | undefined, found: Output | undefined): string | undefined {
  if (found === undefined) return "missing";
  if (wanted === undefined) return "should not be there";
  const fields = Object.keys(wanted.metadata).filter(
    (field) => wanted.metadata[field] !== found.metadata[field],
  );
  if (fields.length > 0) return `other ${fields.join(", ")}`;
  return wanted.etags.has(found.etag) ? undefined : "other bytes";
}
