import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ImageCompressionPipeline } from "../../components/index.ts";
import {
  deployed,
  inlineStack,
  onEngine,
  previewChanges,
  startEngine,
  upChanges,
} from "../helpers/engine/engine.ts";

onEngine("two pipelines in one stack share nothing", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("avatars", { tags: { owner: "avatars" } });
    new ImageCompressionPipeline("products", { tags: { owner: "products" } });
  });

  await upChanges(stack);

  const resources = JSON.stringify(engine.account.list().map(({ inputs }) => inputs));
  const [own, both] = [resources.match(/"[^"]*avatars-[^"]*"/g), resources.match(/avatars-[^"]*products-/g)];
  t.true((own?.length ?? 0) > 20);
  t.is(both, null);
  t.is(engine.account.list("aws:s3/bucket:Bucket").length, 4);
});

onEngine("with an explicit provider all children and calls use it", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, async () => {
    const ireland = new aws.Provider("ireland", { region: "eu-west-1" });
    new ImageCompressionPipeline("images", {}, { provider: ireland });
  });

  await upChanges(stack);

  const providers = deployed(stack).map(({ provider }) => provider.split("::").at(-2));
  t.deepEqual([...new Set(providers)], ["ireland"]);
  t.deepEqual([...new Set(engine.account.list().map(({ region }) => region))], ["eu-west-1"]);
  const [dashboard] = engine.account.list("aws:cloudwatch/dashboard:Dashboard");
  t.false(String(dashboard?.inputs.dashboardBody).includes("eu-central-1"));
});

onEngine("`protect` reaches every child, and destroy fails because of it", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", {}, { protect: true });
  });
  await upChanges(stack);
  const before = engine.account.list().length;

  const error = await t.throwsAsync(stack.destroy());

  t.true(deployed(stack).every(({ protect }) => protect === true));
  t.regex(String(error), /cannot be deleted\s+because it is protected/);
  t.is(engine.account.list().length, before);
});

onEngine("`retainOnDelete` keeps every child in the account", async (t) => {
  const engine = await startEngine(t);
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", {}, { retainOnDelete: true });
  });
  await upChanges(stack);
  const before = engine.account.list().length;

  await stack.destroy();

  t.true(before > 25);
  t.is(engine.account.list().length, before);
});

onEngine("`transforms` see every child and may change it", async (t) => {
  const engine = await startEngine(t);
  const tagBuckets: pulumi.ResourceTransform = ({ type, props, opts }) =>
    type === "aws:s3/bucket:Bucket" ? { props: { ...props, tags: { by: "transform" } }, opts } : undefined;
  const stack = await inlineStack(engine, async () => {
    new ImageCompressionPipeline("images", {}, { transforms: [tagBuckets] });
  });

  await upChanges(stack);

  const buckets = engine.account.list("aws:s3/bucket:Bucket");
  t.deepEqual(
    buckets.map(({ inputs }) => inputs.tags),
    [{ by: "transform" }, { by: "transform" }],
  );
});

onEngine(
  "a component renamed with an alias keeps its children; only the layer, which has its name, is new",
  async (t) => {
    const engine = await startEngine(t);
    let create = () => new ImageCompressionPipeline("images");
    const stack = await inlineStack(engine, async () => {
      create();
    });
    await upChanges(stack);

    create = () => new ImageCompressionPipeline("photos", {}, { aliases: [{ name: "images" }] });
    const changes = await previewChanges(stack);

    const replaced = Object.entries(changes).filter(([, step]) => step !== "update");
    t.deepEqual(Object.fromEntries(replaced), { "photos-sharp": "replace", "images-sharp": "replace" });
  },
);

onEngine("a pipeline moved into a component of the user's keeps its children by an alias", async (t) => {
  const engine = await startEngine(t);
  let create = () => new ImageCompressionPipeline("images");
  const stack = await inlineStack(engine, async () => {
    create();
  });
  await upChanges(stack);

  create = () => {
    const parent = new pulumi.ComponentResource("user:index:Media", "media");
    return new ImageCompressionPipeline(
      "images",
      {},
      { parent, aliases: [{ parent: pulumi.rootStackResource }] },
    );
  };

  t.deepEqual(await previewChanges(stack), {});
});

onEngine("the longest component name fits AWS's limits in the longest stack name", async (t) => {
  const engine = await startEngine(t);
  const longest = `I${"mages-".repeat(7)}`.slice(0, 40);
  const stack = await inlineStack(
    engine,
    async () => {
      new ImageCompressionPipeline(longest);
    },
    "s".repeat(100),
  );

  await upChanges(stack);

  const lengths = (type: string, property: string) =>
    engine.account.list(type).map(({ inputs }) => String(inputs[property]).length);
  t.is(Math.max(...lengths("aws:s3/bucket:Bucket", "bucket")), 40 + "-source-1234567".length);
  t.deepEqual(lengths("aws:iam/role:Role", "name"), [64]);
});
