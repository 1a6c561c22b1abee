import { existsSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { Architecture } from "../options/options.ts";

const built = join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "../../dist" : "../..");

export interface Assets {
  code: pulumi.asset.FileArchive;
  layer: pulumi.asset.FileArchive;
}

/**
 * Finds the function's built code, and sharp's layer for its processor.
 *
 * @throws {pulumi.ResourceError} If they are not built; a published package always holds them.
 */
export function findAssets(architecture: Architecture, component: pulumi.Resource, folder = built): Assets {
  const [code, layer] = [join(folder, "function"), join(folder, "layers", architecture)];
  const missing = [code, layer].filter((path) => !existsSync(path));
  if (missing.length > 0) {
    const fault = `The function is not built: ${missing.join(" and ")} cannot be found`;
    const cure = "In a checkout run `npm run build`; elsewhere install the package again";
    throw new pulumi.ResourceError(`${fault}. ${cure}`, component, true);
  }
  return { code: new pulumi.asset.FileArchive(code), layer: new pulumi.asset.FileArchive(layer) };
}
