import type { Readable } from "node:stream";
import type { DashboardView } from "../aws/cloudwatch/view.ts";
import type { Ingestion } from "../aws/delivery/ingestion.ts";
import type { Storage } from "../aws/s3/storage/storage.ts";
import type { LocalStack } from "../stack/stack.ts";
import { createDeadLetters, type PageDeadLetter, type Redriven } from "./dead-letters.ts";
import type { Durations } from "./durations.ts";
import { createGallery, type PageImage } from "./gallery.ts";
import type { LookCounts, Looks } from "./looks.ts";
import type { Place } from "./outputs.ts";
import type { RejectedImage, Rejections } from "./rejections.ts";
import type { StartUpload } from "./uploads.ts";

export interface Status {
  pending: number;
  running: number;
  succeeded: number;
  failed: number;
  deadLetters: number;
  rejections: Record<string, number>;
  looks: LookCounts;
}

interface Shown {
  status: Status;
  images: PageImage[];
  hasMore: boolean;
  rejected: RejectedImage[];
  deadLetters: PageDeadLetter[];
}

/** Answers the page's requests. Every call reads the current state. */
export interface PageContent {
  status(): Status;
  images(limit: number): Shown;
  dashboard(rangeSeconds: number): DashboardView;
  open(place: Place, key: string): { contentType: string; stream: Readable } | undefined;
  startUpload: StartUpload;
  redrive(): Promise<Redriven>;
}

interface Parts {
  stack: LocalStack;
  storage: Storage;
  ingestion: Ingestion;
  rejections: Rejections;
  durations: Durations;
  looks: Looks;
  dashboard: PageContent["dashboard"];
  startUpload: StartUpload;
}

const deadLettersShown = 20;

export function createPageContent({
  stack,
  storage,
  ingestion,
  rejections,
  durations,
  looks,
  ...parts
}: Parts): PageContent {
  const gallery = createGallery(stack, storage, durations);
  const deadLetters = createDeadLetters(stack, ingestion);
  const buckets = { source: stack.sourceBucket, output: stack.outputBucket, web: stack.webBucket };
  const status = () => {
    return { ...ingestion.counts(), rejections: rejections.counts(), looks: looks.counts() };
  };
  return {
    ...parts,
    status,
    images: (limit) => ({
      status: status(),
      ...gallery.images(limit),
      rejected: rejections.last(),
      deadLetters: deadLetters.newest(deadLettersShown),
    }),
    open: (place, key) => {
      const opened = storage.open(buckets[place] ?? "", key);
      if (opened === undefined) return undefined;
      const contentType = opened.object.attributes.headers["content-type"] ?? "";
      return { contentType, stream: opened.stream() };
    },
    redrive: deadLetters.redrive,
  };
}
