import test from "ava";
import { send, sign } from "../../../helpers/aws/raw-s3.ts";
import { startServices } from "../../../helpers/aws/services.ts";

const services = { monitoring: "GraniteServiceVersion20100801", sqs: "AmazonSQS" };

for (const [service, prefix] of Object.entries(services)) {
  for (const name of ["constructor", "toString", "__proto__"]) {
    test(`${prefix}.${name}, which every object has, is no call`, async (t) => {
      const { endpoint } = await startServices(t);
      const headers = { "x-amz-target": `${prefix}.${name}`, "content-type": "application/x-amz-json-1.0" };
      const call = { method: "POST", path: "/", headers, body: "{}" };

      const answer = await send(endpoint, sign(endpoint, call, { service }).request);

      t.is(answer.status, 501);
      t.regex(answer.text, new RegExp(`NotImplemented.*${name} is not implemented`));
    });
  }
}
