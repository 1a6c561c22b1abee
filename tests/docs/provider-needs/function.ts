import type { Registered } from "../../helpers/graph/graph.ts";
import { all, arn, type Need, named } from "./needs.ts";

const lambda = ({ name, inputs }: Registered) =>
  arn("lambda", `function:${named(inputs.function ?? inputs.functionName ?? name)}`);
const role = ({ name, inputs }: Registered) => arn("iam", `role/${named(inputs.role ?? name)}`, "");
const passedRole = ({ inputs }: Registered) => named(inputs.role);
const attachedLayer = ({ inputs }: Registered) => String([inputs.layers].flat()[0]);

export const needsOfFunction: Record<string, Need[]> = {
  "aws:lambda/function:Function": [
    {
      on: lambda,
      actions: [
        ...all("lambda", "CreateFunction GetFunction GetFunctionConfiguration DeleteFunction"),
        ...all("lambda", "UpdateFunctionCode UpdateFunctionConfiguration ListTags TagResource UntagResource"),
        ...all("lambda", "PutFunctionConcurrency DeleteFunctionConcurrency"),
        ...all("lambda", "GetFunctionCodeSigningConfig ListVersionsByFunction"),
      ],
    },
    { on: passedRole, actions: ["iam:PassRole"] },
    { on: attachedLayer, actions: ["lambda:GetLayerVersion"] },
    {
      on: ({ inputs }) => inputs.kmsKeyArn as string | undefined,
      actions: all("kms", "CreateGrant Encrypt Decrypt"),
    },
  ],
  "aws:lambda/layerVersion:LayerVersion": [
    {
      on: ({ inputs }) => arn("lambda", `layer:${inputs.layerName}`),
      actions: ["lambda:PublishLayerVersion"],
    },
    {
      on: ({ inputs }) => arn("lambda", `layer:${inputs.layerName}:1`),
      actions: all("lambda", "GetLayerVersion DeleteLayerVersion"),
    },
  ],
  "aws:lambda/permission:Permission": [
    { on: lambda, actions: all("lambda", "AddPermission GetPolicy RemovePermission") },
  ],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": [
    {
      on: lambda,
      actions: [
        ...all("lambda", "PutFunctionEventInvokeConfig GetFunctionEventInvokeConfig"),
        "lambda:DeleteFunctionEventInvokeConfig",
      ],
    },
  ],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    {
      // AWS generates the identifier, and checks the creation on no resource at all.
      on: () => "*",
      actions: all(
        "lambda",
        "CreateEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping DeleteEventSourceMapping",
      ),
    },
    {
      on: () => arn("lambda", "event-source-mapping:0a1b2c3d"),
      actions: all("lambda", "ListTags TagResource UntagResource"),
    },
  ],
  "aws:iam/role:Role": [
    {
      on: role,
      actions: [
        ...all(
          "iam",
          "CreateRole GetRole UpdateAssumeRolePolicy DeleteRole TagRole UntagRole ListRolePolicies",
        ),
        ...all("iam", "GetRolePolicy ListAttachedRolePolicies ListInstanceProfilesForRole"),
      ],
    },
  ],
  "aws:iam/rolePolicy:RolePolicy": [
    { on: role, actions: all("iam", "PutRolePolicy GetRolePolicy DeleteRolePolicy") },
  ],
};
