import type { Journal } from "../events/journal.ts";
import type { Metrics } from "../metrics.ts";
import type { Storage } from "../s3/storage.ts";
import type { LocalStack } from "../stack.ts";
import { decoded, type PageContent, type PageObject } from "./server.ts";

const imagesShown = 20;

/** What the page shows of a run: its events, its last outputs beside their sources, and what was refused. */
export function createPageContent(
  stack: LocalStack,
  storage: Storage,
  journal: Journal,
  metrics: Metrics,
): PageContent {
  const places = { source: stack.sourceBucket, output: stack.outputBucket };

  return {
    status: () => ({ ...journal.counts(), rejections: metrics.rejections() }),

    images: () =>
      storage.newest(stack.outputBucket, imagesShown).flatMap(({ key, size, metadata }) => {
        const source = sourceOf(metadata, stack, storage);
        return source === undefined ? [] : [{ source, output: { key, size } }];
      }),

    rejected: metrics.lastRejected,

    open: (place, key) => {
      const opened = storage.open(places[place], key);
      return (
        opened && {
          contentType: opened.object.attributes.headers["content-type"] ?? "",
          stream: opened.stream(),
        }
      );
    },
  };
}

/** The source that an output names, unless it is gone, or its key too long for the metadata. */
function sourceOf(
  metadata: Record<string, string>,
  stack: LocalStack,
  storage: Storage,
): PageObject | undefined {
  const key = decoded(metadata["source-key"] ?? "");
  const found = key === undefined ? undefined : storage.find(stack.sourceBucket, key);
  return found && { key: found.key, size: found.size };
}
