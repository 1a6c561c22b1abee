import test from "ava";
import { parse } from "yaml";
import { type OptionName, optionRules } from "../components/options/rules-and-defaults.ts";
import { evaluate, find, type Graph } from "./helpers/graph/graph.ts";
import { evaluatePipeline } from "./helpers/graph/pipeline.ts";
import { readProjectFile } from "./helpers/root.ts";

const projectText = readProjectFile("Pulumi.yaml");
const project: {
  name: string;
  config: Record<string, { type?: string; default?: unknown; description?: string }>;
} = parse(projectText);

let runs = 0;

/** Runs the program with these values in its stack config. */
function run(config: Record<string, string>): Promise<Graph> {
  const values = Object.entries(config).map(([key, value]) => [`image-compression-pipeline:${key}`, value]);
  return runWith(Object.fromEntries(values));
}

function runWith(values: Record<string, string>): Promise<Graph> {
  runs += 1;
  const program = `../index.ts?${runs}`;
  return evaluate(async () => (await import(program)).default, { "aws:region": "eu-central-1", ...values });
}

async function settings(config: Record<string, string>) {
  const { environment } = find(await run(config), "images-compressor").inputs as {
    environment: { variables: { PIPELINE_SETTINGS: string } };
  };
  return JSON.parse(environment.variables.PIPELINE_SETTINGS);
}

test("the program creates one pipeline and exports all its outputs", async (t) => {
  const all = { web: {}, alarmEmails: ["ops@example.com"] };

  const byDefault = await run({});
  const withAll = await run({ web: "{}", alarmEmails: JSON.stringify(all.alarmEmails) });

  const [{ outputs: own }, { outputs: every }] = [await evaluatePipeline(), await evaluatePipeline(all)];
  t.deepEqual({ urn: own.urn, ...byDefault.outputs }, own);
  t.deepEqual({ urn: every.urn, ...withAll.outputs }, every);
});

test("numbers, texts, lists and maps of the stack config are read in the types of their options", async (t) => {
  const config = {
    scale: "0.3",
    uploadSuffixes: '[".1", 2]',
    outputSuffix: "2026",
    objectTags: '{"year":2026,"public":true}',
  };
  const graph = await run(config);
  const { renditions } = await settings(config);

  const { lambdaFunctions } = find(graph, "images-source-notification").inputs as {
    lambdaFunctions: { filterSuffix: string }[];
  };
  t.deepEqual(
    lambdaFunctions.map(({ filterSuffix }) => filterSuffix),
    [".1", "2"],
  );
  t.like(renditions[0], { scale: 0.3, outputSuffix: "2026", objectTags: { year: "2026", public: "true" } });
});

test("dollars of the stack config may be fractions", async (t) => {
  const graph = await run({ transferDollarsPerGB: "0.085", viewsPerImage: "2.5" });

  const { dashboardBody } = find(graph, "images-dashboard").inputs;
  t.regex(String(dashboardBody), /sent 2\.5 times .* at \$0\.085 a GB/);
});

test("booleans are read, and other values are refused", async (t) => {
  const { mirrorDeletions } = await settings({ mirrorDeletions: "true", outputNaming: "append" });

  t.true(mirrorDeletions);
  t.is((await settings({ mirrorDeletions: "false" })).mirrorDeletions, undefined);
  await t.throwsAsync(run({ mirrorDeletions: "yes" }), {
    message: '`mirrorDeletions` must be true or false; received "yes"',
  });
});

test("an existing bucket works with the defaults of Pulumi.yaml", async (t) => {
  const declared = Object.entries(project.config).map(([key, value]) => [key, String(value.default)]);

  const graph = await run({ ...Object.fromEntries(declared), sourceBucket: "photos" });

  t.is(graph.outputs.sourceBucketName, "photos");
  t.truthy(find(graph, "images-upload-events"));
});

test("fields of renditions are read in the types of their options", async (t) => {
  const { renditions } = await settings({
    renditions:
      '[{"name":"thumbnail","scale":"0.5","quality":60,"outputSuffix":2026,"objectTags":{"year":2026}}]',
    web: '{"cacheControl":7,"maxDimension":"1280"}',
  });

  t.like(renditions[1], { scale: 0.5, quality: 60, outputSuffix: "2026", objectTags: { year: "2026" } });
  t.like(renditions[2], { name: "web", cacheControl: "7", maxDimension: 1280 });
});

test("an unknown field of a rendition is reported with the nearest name, whatever its value", async (t) => {
  await t.throwsAsync(run({ web: '{"qualty":80}' }), {
    message: "`web.qualty` is not a field of a rendition; the nearest is `quality`",
  });
});

test("unreadable values and unknown options are reported by the component, all at once", async (t) => {
  const error = await t.throwsAsync(
    run({ quality: "101", scale: "abc", uploadSuffixes: ".png", qualty: "80", objectTags: '"a"' }),
  );

  t.deepEqual(
    error?.message.split("\n").map((line) => line.replace(/ (must be|is not).*(received|nearest)/, "")),
    [
      "`quality` 101",
      '`scale` "abc"',
      '`uploadSuffixes` ".png"',
      "`qualty` is `quality`",
      '`objectTags` "a"',
    ].map((line) => line),
  );
});

test("options under the name of another project stop the program, which would pass them over", async (t) => {
  const config = {
    "gallery:quality": "40",
    "gallery:scale": "0.3",
    "pulumi:tags": "{}",
    "gallery:page": "x",
  };

  await t.throwsAsync(runWith(config), {
    message:
      /^Pulumi\.\w+\.yaml sets `gallery:quality`, `gallery:scale` for another project: .*`image-compression-pipeline:quality`/,
  });
});

const dev = { "aws:region": "us-east-1", "image-compression-pipeline:uploadPrefix": "uploads/" };
const committed = {
  dev,
  lab: { ...dev, "image-compression-pipeline:quality": 40, "image-compression-pipeline:scale": 0.3 },
};

for (const [stack, values] of Object.entries(committed)) {
  test(`Pulumi.${stack}.yaml holds the values that people copy`, (t) => {
    const { config } = parse(readProjectFile(`Pulumi.${stack}.yaml`));

    t.deepEqual(config, values);
  });
}

for (const option of Object.keys(optionRules) as OptionName[]) {
  test(`Pulumi.yaml documents ${option} with the component's type and default`, (t) => {
    const { kind, fallback, accepts } = optionRules[option];
    // Pulumi's types have no fractions.
    const isFraction = accepts(0.5);
    const declared = project.config[option];
    const [, comment, told] =
      new RegExp(`^  # ${option} \\((\\w+)(?:, by default ([^)]*))?\\): `, "m").exec(projectText) ?? [];

    if (declared === undefined) {
      const structured = ["list", "map"];
      const plain = { text: ["string"], number: [isFraction ? "number" : "integer"], boolean: ["boolean"] };
      const types: string[] = { ...plain, texts: structured, fields: structured }[kind];
      t.true(comment !== undefined && types.includes(comment));
      t.is(/^`?([\w.]+)/.exec(told ?? "")?.[1], Array.isArray(fallback) ? undefined : fallback?.toString());
    } else {
      t.is(comment, undefined);
      t.is(declared.default, fallback);
      t.is(
        declared.type,
        isFraction
          ? undefined
          : { text: "string", number: "integer", boolean: "boolean", texts: "array", fields: "array" }[kind],
      );
      t.truthy(declared.description);
    }
  });
}
