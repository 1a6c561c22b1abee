// Writes what README.md and Pulumi.yaml say of the options, from the comments in components/options/options.ts and the rules beside them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { projectWithOptions, readmeWithOptions } from "./option-docs.ts";

const root = join(import.meta.dirname, "..");

writeFileSync(join(root, "README.md"), readmeWithOptions());
writeFileSync(join(root, "Pulumi.yaml"), projectWithOptions());
