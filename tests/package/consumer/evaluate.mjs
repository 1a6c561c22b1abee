// Runs the compiled program against Pulumi's mocks, and prints its outputs and the archives it uploads.
import * as pulumi from "@pulumi/pulumi";

const archives = [];

await pulumi.runtime.setMocks(
  {
    newResource: async ({ name, inputs }) => {
      if (pulumi.asset.Archive.isInstance(inputs.code)) archives.push(await inputs.code.path);
      return { id: name, state: { ...inputs, name, bucket: name, arn: `arn:aws:s3:::${name}` } };
    },
    call: () => ({ accountId: "123456789012", region: "eu-west-1" }),
  },
  "consumer",
  "test",
  false,
);
const program = await import("./bin/index.js");
const outputs = await new Promise((resolve) => pulumi.output({ ...program }).apply(resolve));
await pulumi.runtime.disconnect();

console.log(JSON.stringify({ outputs, archives }));
