// Writes the options in docs/options.md and Pulumi.yaml, from the comments in components/options/options.ts and the rules beside them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageWithOptions, projectWithOptions } from "./option-docs.ts";

const root = join(import.meta.dirname, "..");

writeFileSync(join(root, "docs/options.md"), pageWithOptions());
writeFileSync(join(root, "Pulumi.yaml"), projectWithOptions());
