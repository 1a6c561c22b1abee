import type { RenditionSettings, Settings } from "../../contract/settings.ts";
import { currentOf, type ModelOutput, type ModelS3, type ModelWrite, versionsOf } from "./s3.ts";
import { imageOf, isHeavy, isRejected, pathsOf } from "./world.ts";

/**
 * Returns the reason if this write, which S3 has accepted, is a loss: there must never be one, at any step. `before` is
 * the output before it.
 */
export function findLoss(
  s3: ModelS3,
  { mirrorDeletions }: Settings,
  { method, path, by, output }: ModelWrite,
  before: ModelOutput | undefined,
): string | undefined {
  if (before === undefined) return undefined;
  if (method === "DELETE" && !mirrorDeletions) return `${path} is lost: deletions are not mirrored`;
  const { made } = before;
  if (made.source !== by.source) return `${path} of ${made.source} is lost to ${by.source}`;
  if (output !== undefined && made.rendition !== output.made.rendition)
    return `${path} of the rendition ${made.rendition} is lost to ${output.made.rendition}`;

  // Equal bytes have equal ETags: from v0 to v1 and back a condition on v0 holds again, and only the last
  // HEAD helps.
  const older = versionsOf(s3, by.source).slice(0, by.version + 1);
  const isOlder = by.version < made.version && !older.some(({ text }) => text === made.text);
  return isOlder
    ? `${path} goes back to what an older version of ${by.source} demands: ${method}`
    : undefined;
}

/** Returns the fault if outputs differ from the demands of the current sources once all is quiet. */
export function findFault(s3: ModelS3, settings: Settings, mayOwnTwo: boolean): string | undefined {
  for (const source of s3.sources.keys()) {
    for (const rendition of settings.renditions) {
      const own = [...s3.outputs].filter(
        ([, { made }]) => made.source === source && made.rendition === rendition.name,
      );
      const { text } = currentOf(s3, source);
      // Its event became a dead letter: outputs stay as they are.
      if (text !== undefined && isHeavy(text)) continue;
      const fault =
        text === undefined || isRejected(text)
          ? findLeft(own, settings)
          : (findWrong(own, text, rendition) ??
            findCount(own, pathsOf(source, rendition, settings.outputNaming), s3, mayOwnTwo));
      if (fault !== undefined) return `${source}, ${rendition.name}: ${fault}`;
    }
  }
  return undefined;
}

type Own = [string, ModelOutput][];

function findLeft([first]: Own, { mirrorDeletions }: Settings): string | undefined {
  return mirrorDeletions && first ? `${first[0]} should have been deleted` : undefined;
}

function findWrong(own: Own, text: string, rendition: RenditionSettings): string | undefined {
  const demanded = shown({ body: imageOf(text, rendition), cacheControl: rendition.cacheControl });
  const wrong = own.find(([, output]) => shown(output) !== demanded);
  return wrong && `${wrong[0]} is ${shown(wrong[1])}; it should be ${demanded}`;
}

function shown({ body, cacheControl }: Pick<ModelOutput, "body" | "cacheControl">): string {
  return cacheControl === undefined ? `"${body}"` : `"${body}" with ${cacheControl}`;
}

function findCount(own: Own, paths: string[], { outputs }: ModelS3, mayOwnTwo: boolean): string | undefined {
  if (own.length > 1 && !mayOwnTwo)
    return `there are two outputs, ${own.map(([path]) => path).join(" and ")}`;
  const free = paths.find((path) => !outputs.has(path));
  return own.length === 0 && free !== undefined ? `there is no output, and ${free} is free` : undefined;
}
