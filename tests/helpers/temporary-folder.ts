import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs the teardowns of a test: the test itself, or the file's last hook. */
export interface Owner {
  teardown(work: () => void): void;
}

/** Creates a folder, deleted after the test. */
export function temporaryFolder(owner: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  owner.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
