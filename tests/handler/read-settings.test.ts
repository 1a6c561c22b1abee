import test from "ava";
import { settingsVariable } from "../../contract/settings.ts";
import { readSettings } from "../../handler/read-settings.ts";

const variables = {
  [settingsVariable]: '{"sourceBucket":"uploads"}',
  AWS_LAMBDA_FUNCTION_NAME: "compressor",
};

test("Settings come from the environment, with the function's name as the pipeline's", (t) => {
  t.deepEqual({ ...readSettings(variables) } as object, { sourceBucket: "uploads", pipeline: "compressor" });
});

for (const name of Object.keys(variables)) {
  test(`An environment without ${name} is an error that says where this runs`, (t) => {
    t.throws(() => readSettings({ ...variables, [name]: undefined }), {
      message: /PIPELINE_SETTINGS or AWS_LAMBDA_FUNCTION_NAME is not set: this runs in Lambda/,
    });
  });
}
