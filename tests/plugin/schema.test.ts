import { readFileSync } from "node:fs";
import test from "ava";
import { type ComponentSchema, type Property, schemaFile } from "../../scripts/component-schema.ts";

/** Other languages see this schema, as tests/plugin/protocol.test.ts proves. */
const schema: ComponentSchema = JSON.parse(readFileSync(schemaFile, "utf8"));
const [component] = Object.values(schema.resources);
if (component === undefined) throw new Error("the schema has no component");
const inputs = Object.entries(component.inputProperties);

function named(properties: [string, Property][], isWanted: (property: Property) => boolean): string[] {
  return properties.filter(([, property]) => isWanted(property)).map(([name]) => name);
}

test("Every option and output has a whole description in other languages", (t) => {
  const properties = [...inputs, ...Object.entries(component.properties)];

  // The compiler takes an `@` after a space for a tag, and ends the description there.
  const bad = named(properties, ({ description = "" }) => !/\.$/.test(description));

  t.true(inputs.length > 20);
  t.deepEqual(bad, []);
});

test("Every option and output has a type in other languages", (t) => {
  const properties = [...inputs, ...Object.entries(component.properties)];

  const any = named(properties, ({ type, $ref }) => $ref?.endsWith("#/Any") ?? type === undefined);

  t.deepEqual(any, []);
});
