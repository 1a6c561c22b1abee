import type { Server } from "node:http";
import type { CloudWatch } from "./aws/cloudwatch/cloudwatch.ts";
import type { Ingestion } from "./aws/delivery/ingestion.ts";
import type { Credentials } from "./aws/endpoint/credentials.ts";
import { listen } from "./aws/endpoint/listen.ts";
import type { Storage } from "./aws/s3/storage/storage.ts";
import type { LocalOptions } from "./options.ts";
import { createPageContent } from "./page/content.ts";
import type { Durations } from "./page/durations.ts";
import type { Looks } from "./page/looks.ts";
import type { Rejections } from "./page/rejections.ts";
import { createPageServer } from "./page/server.ts";
import { createUploads } from "./page/uploads.ts";
import { createAwsEndpoint, createServices } from "./services.ts";
import type { LocalStack } from "./stack/stack.ts";

export interface RunParts {
  stack: LocalStack;
  region: string;
  cloudWatch: CloudWatch;
  ingestion: Ingestion;
  storage: Storage;
  durations: Durations;
  looks: Looks;
  rejections: Rejections;
  credentials: Credentials;
}

interface ServerOptions extends Pick<LocalOptions, "dataFolder" | "port" | "pagePort"> {
  now: () => number;
}

interface RunningServers {
  endpoint: string;
  page: string;
  close(): Promise<unknown>;
}

/** Starts the endpoint of the AWS services, then the page: its policy and its uploads need the endpoint's address. */
export async function startServers(parts: RunParts, options: ServerOptions): Promise<RunningServers> {
  let uploadOrigins: string[] = [];
  const aws = createAws(parts, options, () => uploadOrigins);
  const endpoint = `http://127.0.0.1:${await listen(aws, options.port, "--port")}`;
  const page = createPage(parts, endpoint);
  const pagePort = await listen(page, options.pagePort, "--page-port");
  uploadOrigins = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${pagePort}`);
  return {
    endpoint,
    page: `http://127.0.0.1:${pagePort}/`,
    close: () => Promise.all([closeServer(aws), closeServer(page)]),
  };
}

function createAws(
  { stack, region, cloudWatch, ingestion, storage, credentials: { operator, functionRole } }: RunParts,
  { dataFolder, now }: ServerOptions,
  uploadOrigins: () => string[],
): Server {
  return createAwsEndpoint({
    ...{ storage, region, dataFolder },
    credentials: [
      { ...operator, mayCall: () => true },
      { ...functionRole, mayCall: stack.roleMay },
    ],
    services: createServices({ ...ingestion, stack, metrics: () => cloudWatch.store(), now }),
    uploadOrigins,
  });
}

function createPage(
  { stack, region, cloudWatch, credentials: { operator }, ...parts }: RunParts,
  endpoint: string,
): Server {
  const content = createPageContent({
    ...parts,
    stack,
    dashboard: (rangeSeconds) => cloudWatch.dashboardView(rangeSeconds),
    startUpload: createUploads(stack, { endpoint, region, operator }),
  });
  return createPageServer(content, endpoint);
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
