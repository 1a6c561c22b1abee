import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as grpc from "@grpc/grpc-js";
import * as aws from "@pulumi/aws";
import rpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import test from "ava";
import { ImageCompressionPipeline } from "../../components/index.ts";
import { lasting, schemaFile } from "../../scripts/component-schema.ts";
import {
  deployed,
  folderStack,
  inlineStack,
  onEngine,
  previewChanges,
  upChanges,
} from "../helpers/engine/engine.ts";
import {
  createCheckout,
  createRemoteProgram,
  startEngineWithPlugin,
  startPlugin,
} from "../helpers/engine/plugin.ts";
import { RemotePipeline } from "../helpers/engine/remote-pipeline.ts";

const folder = mkdtempSync(join(tmpdir(), "plugin-"));
const checkout = await createCheckout(join(folder, "checkout"));
const ends: (() => void)[] = [() => rmSync(folder, { recursive: true })];
const port = await startPlugin({ teardown: (end) => ends.push(end) }, checkout);

test.after.always(() => {
  for (const end of ends) end();
});

test.serial("over the plugin protocol the schema is the recorded one", async (t) => {
  const client = new rpc.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  t.teardown(() => client.close());

  const answer = await new Promise<messages.GetSchemaResponse>((resolve, reject) =>
    client.getSchema(new messages.GetSchemaRequest(), (error, response) =>
      error === null ? resolve(response) : reject(error),
    ),
  );

  t.deepEqual(
    lasting(JSON.parse(answer.getSchema())),
    JSON.parse(readFileSync(schemaFile, "utf8")),
    "If this is meant, record it with `npm run schema` and say it in CHANGELOG.md",
  );
});

onEngine(
  "the plugin makes exactly what the native component made: nothing changes in its stack",
  async (t) => {
    const options = {
      uploadPrefix: "uploads/",
      quality: 60,
      uploadSuffixes: [".png"],
      tags: { team: "web" },
      renditions: [{ name: "thumbnail", maxDimension: 256, objectTags: { size: "small" } }],
      web: { quality: 40 },
    };
    const engine = await startEngineWithPlugin(t, port);
    let create = (): object => new ImageCompressionPipeline("images", options);
    const stack = await inlineStack(engine, async () => {
      create();
    });
    const made = await upChanges(stack);

    create = () => new RemotePipeline("images", options);
    const changes = await previewChanges(stack);

    t.true(Object.keys(made).length > 25);
    t.deepEqual(changes, {});
  },
);

onEngine(
  "outputs of other resources reach the plugin's component, and its outputs reach others",
  async (t) => {
    const engine = await startEngineWithPlugin(t, port);
    const stack = await inlineStack(engine, async () => {
      const team = new aws.ssm.Parameter("team", { type: "String", value: "web" });
      const objectTags = { team: team.arn };
      const { sourceBucketName } = new RemotePipeline("images", {
        tags: objectTags,
        renditions: [{ name: "thumbnail", objectTags }],
      });
      new aws.ssm.Parameter("upload-to", { type: "String", value: sourceBucketName });
    });

    await upChanges(stack);

    const [source] = engine.account.list("aws:s3/bucket:Bucket").filter(({ id }) => id.includes("-source-"));
    const [team, uploadTo] = engine.account.list("aws:ssm/parameter:Parameter");
    t.deepEqual(source?.inputs.tags, { team: team?.outputs.arn });
    const [made] = engine.account.list("aws:lambda/function:Function");
    t.true(JSON.stringify(made?.inputs.environment).includes(String(team?.outputs.arn)));
    t.is(uploadTo?.inputs.value, source?.id);
  },
);

onEngine("an explicit provider and `protect` reach the children that the plugin makes", async (t) => {
  const engine = await startEngineWithPlugin(t, port);
  const stack = await inlineStack(engine, async () => {
    const ireland = new aws.Provider("ireland", { region: "eu-west-1" });
    new RemotePipeline("images", {}, { providers: [ireland], protect: true });
  });

  await upChanges(stack);

  const resources = deployed(stack);
  t.true(resources.length > 25);
  t.true(resources.every(({ provider, protect }) => provider.includes("::ireland::") && protect));
  const [dashboard] = engine.account.list("aws:cloudwatch/dashboard:Dashboard");
  t.false(String(dashboard?.inputs.dashboardBody).includes("eu-central-1"));
});

onEngine("a secret for an option that cannot keep it is told as one, in lists too", async (t) => {
  const engine = await startEngineWithPlugin(t, port);
  const options = `{
    cacheControl: pulumi.secret("max-age=60"),
    alarmEmails: ["a@example.com", pulumi.secret("me-zq7@example.com")],
    web: { quality: pulumi.secret(40) },
  }`;
  const stack = await folderStack(engine, createRemoteProgram(t, options));

  const text = String(await t.throwsAsync(stack.preview()));

  t.regex(
    text,
    /`cacheControl` must be 1 to 256 .*; received a secret, which cannot stay one here: give it in clear/,
  );
  t.regex(text, /`alarmEmails` must be a list .*; received (a secret|\["a@example\.com","a secret"\])/);
  t.regex(text, /`web.quality` must be an integer .*; received a secret/);
  t.notRegex(text, /me-zq7|an output of another resource/);
});

onEngine("all bad options are reported at once through the plugin, without a stack trace", async (t) => {
  const engine = await startEngineWithPlugin(t, port);
  const stack = await folderStack(engine, createRemoteProgram(t, '{ quality: 101, scale: "abc" }'));
  const errors: string[] = [];

  await t.throwsAsync(
    stack.preview({
      onEvent: ({ diagnosticEvent: told }) => told?.severity === "error" && errors.push(told.message),
    }),
  );

  // Further lines come from the caller's SDK: Node's prints the program's position when the engine stopped.
  t.deepEqual(stripVTControlCharacters(errors[0] ?? "").split("\n"), [
    "image-compression-pipeline:index:ImageCompressionPipeline resource 'images' has a problem: `quality` must be an integer from 1 to 100; received 101",
    '`scale` must be a number above 0 and at most 1; received "abc"',
    "",
  ]);
});
