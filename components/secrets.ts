import * as pulumi from "@pulumi/pulumi";
import type { ImageCompressionPipelineArgs } from "./options/options.ts";
import { isMap, isUnknown } from "./options/rule-kinds.ts";

/** Keeps a secret tag out of `tagsAll`, in which AWS's provider gives all tags back in clear. */
export const hideTags: pulumi.ResourceTransformation = ({ props, opts }) => {
  if (!isMap(props.tags) || !Object.values(props.tags).some(isUnknown)) return undefined;
  const { additionalSecretOutputs = [] } = opts as pulumi.CustomResourceOptions;
  return { props, opts: { ...opts, additionalSecretOutputs: [...additionalSecretOutputs, "tagsAll"] } };
};

/** Keeps addresses, which are of people, out of the component's inputs in the state. */
export function hideAddresses(args: ImageCompressionPipelineArgs): pulumi.Inputs {
  const { alarmEmails } = args;
  return alarmEmails === undefined ? args : { ...args, alarmEmails: pulumi.secret(alarmEmails) };
}
