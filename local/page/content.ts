import { parseEvent } from "../../handler/events.ts";
import { defaultRendition } from "../../handler/settings.ts";
import type { Ingestion } from "../events/ingestion.ts";
import type { Metrics } from "../metrics.ts";
import type { Message } from "../queues/message.ts";
import type { Storage } from "../s3/storage.ts";
import type { LocalStack } from "../stack.ts";
import { type DeadLetter, decoded, type PageContent, type PageImage, type PageOutput } from "./server.ts";

const outputsShown = 20;
const deadLettersShown = 20;
const longestKeyShown = 200;

/** What the page shows of a run: its events, its last outputs beside their sources, and what was refused. */
export function createPageContent(
  stack: LocalStack,
  storage: Storage,
  ingestion: Ingestion,
  metrics: Metrics,
): PageContent {
  const { sourceBucket, outputBucket, webBucket } = stack;
  const places = { source: sourceBucket, output: outputBucket, web: webBucket };
  const newest = (place: "output" | "web") =>
    storage.newest(places[place] ?? "", outputsShown).map(({ key, size, metadata, lastModified }) => {
      const source = decoded(metadata["source-key"] ?? "");
      return { source, lastModified, output: { key, size, place, rendition: metadata.rendition ?? "" } };
    });

  return {
    status: () => ({ ...ingestion.counts(), rejections: metrics.rejections() }),

    images: () => {
      const written = [...newest("output"), ...newest("web")].sort(
        (a, b) => b.lastModified.getTime() - a.lastModified.getTime(),
      );
      const bySource = Map.groupBy(written, ({ source }) => source);
      return [...bySource].flatMap(([key, outputs]) =>
        withSource(key, outputs.map(({ output }) => output).sort(byRendition), stack, storage),
      );
    },

    rejected: metrics.lastRejected,

    deadLetters: () =>
      ingestion.deadLetters(deadLettersShown).map((message) => describe(message, sourceBucket)),

    open: (place, key) => {
      const opened = storage.open(places[place] ?? "", key);
      return (
        opened && {
          contentType: opened.object.attributes.headers["content-type"] ?? "",
          stream: opened.stream(),
        }
      );
    },
  };
}

function describe({ attributes, body, receives }: Message, sourceBucket: string): DeadLetter {
  const reason = attributes.ErrorMessage?.StringValue;
  return {
    key: keysIn(body, sourceBucket),
    reason:
      reason ?? `received ${receives} times: the function was killed each time, or its run was too long`,
  };
}

function keysIn(body: string, sourceBucket: string): string {
  try {
    const keys = parseEvent(JSON.parse(body), sourceBucket).flatMap((message) => message.keys);
    if (keys.length > 0) return keys.join(", ");
  } catch {
    // It is no event of ours: what it says itself is the best name that it has.
  }
  return body.slice(0, longestKeyShown);
}

/** Nothing when the source is gone, or its key too long for the metadata of its outputs. */
function withSource(
  key: string | undefined,
  outputs: PageOutput[],
  { sourceBucket }: LocalStack,
  storage: Storage,
): PageImage[] {
  const source = key === undefined ? undefined : storage.find(sourceBucket, key);
  return source === undefined ? [] : [{ source: { key: source.key, size: source.size }, outputs }];
}

/** The pipeline's own output before the further ones, and each always in its place. */
function byRendition(a: PageOutput, b: PageOutput): number {
  const rank = ({ rendition }: PageOutput) => (rendition === defaultRendition ? "" : rendition);
  return rank(a) < rank(b) ? -1 : 1;
}
