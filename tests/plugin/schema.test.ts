import { readFileSync } from "node:fs";
import test from "ava";
import { componentSchema, type Property, schemaFile } from "../../scripts/component-schema.ts";

const schema = await componentSchema();
const [component] = Object.values(schema.resources);
if (component === undefined) throw new Error("the schema has no component");
const inputs = Object.entries(component.inputProperties);

function named(properties: [string, Property][], isWanted: (property: Property) => boolean): string[] {
  return properties.filter(([, property]) => isWanted(property)).map(([name]) => name);
}

test("What other languages see of the component is what schema.json records", (t) => {
  const recorded = JSON.parse(readFileSync(schemaFile, "utf8"));

  t.deepEqual(
    schema,
    recorded,
    "If this is meant, record it with `npm run schema` and say it in CHANGELOG.md",
  );
});

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
