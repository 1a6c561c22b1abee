// Records the component's interface for other languages in schema.json.
import { writeFileSync } from "node:fs";
import { componentSchema, schemaFile } from "./component-schema.ts";

writeFileSync(schemaFile, `${JSON.stringify(await componentSchema(), null, 2)}\n`);
