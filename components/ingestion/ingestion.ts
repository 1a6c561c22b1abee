import type * as pulumi from "@pulumi/pulumi";
import type { Options } from "../options/rules-and-defaults.ts";
import { createDirect } from "./direct.ts";
import { createEventBridge } from "./eventbridge.ts";
import { createUploadQueue } from "./queue.ts";
import type { IngestionRoute, RouteEnds } from "./route.ts";

const routes = { direct: createDirect, queue: createUploadQueue, eventbridge: createEventBridge };

/** Has the function called for every change of an object with a matching key. */
export function createIngestion(
  name: string,
  options: Options,
  ends: RouteEnds,
  parent: pulumi.Resource,
): IngestionRoute {
  return routes[options.ingestion](name, options, ends, parent);
}
