// Records in schema.json what other languages see of the component.
import { writeFileSync } from "node:fs";
import { componentSchema, schemaFile } from "./component-schema.ts";

writeFileSync(schemaFile, `${JSON.stringify(await componentSchema(), null, 2)}\n`);
