import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Who ends what a test started: the test itself, or the file's last hook. */
export interface Owner {
  teardown(work: () => void): void;
}

/** A folder that is deleted after the test. */
export function temporaryFolder(owner: Owner): string {
  const folder = mkdtempSync(join(tmpdir(), "pipeline-test-"));
  owner.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
