import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Architecture } from "./options.ts";

const built = join(import.meta.dirname, "../dist");

export interface Assets {
  code: pulumi.asset.FileArchive;
  layer: pulumi.asset.FileArchive;
}

/**
 * The function's code and sharp for its processor, as the build left them.
 *
 * @throws {pulumi.ResourceError} When they were not built.
 */
export function findAssets(architecture: Architecture, component: pulumi.Resource, folder = built): Assets {
  const [code, layer] = [join(folder, "handler"), join(folder, "layers", architecture)];
  const missing = [code, layer].filter((path) => !existsSync(path));
  if (missing.length > 0) {
    throw new pulumi.ResourceError(
      `The function is not built: run \`npm run build\`, which makes ${missing.join(" and ")}`,
      component,
      true,
    );
  }
  return { code: new pulumi.asset.FileArchive(code), layer: new pulumi.asset.FileArchive(layer) };
}
