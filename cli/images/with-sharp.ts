import layer from "../../layer/package.json" with { type: "json" };
import { messageOf } from "../message-of.ts";
import { UsageError } from "../usage-error.ts";

/** The function has this version; another one makes other bytes. */
const wanted = layer.dependencies.sharp;

/**
 * Loads a module that needs sharp. Sharp takes 20 MB for each platform, so only users who work on images here
 * have to install it.
 *
 * @throws {UsageError} When it is not there, or not for this machine.
 */
export async function withSharp<Module>(load: () => Promise<Module>): Promise<Module> {
  try {
    const { default: sharp } = await import("sharp");
    refuseOtherThan(wanted, sharp.versions.sharp ?? "an unknown version");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${need}, which could not be loaded: ${remedy}\n${messageOf(error)}`, {
      cause: error,
    });
  }
  return load();
}

const need = `This command needs the package sharp ${wanted}, as the function has it`;
const remedy = `run "npm install sharp@${wanted}" in the project that has image-compression-pipeline`;

/** Patch releases make the same bytes, except where they fix a bug. */
function refuseOtherThan(version: string, found: string): void {
  const minor = (text: string) => text.split(".").slice(0, 2).join(".");
  if (minor(found) !== minor(version)) throw new UsageError(`${need}, and not ${found}: ${remedy}`);
}
