import { type Settings, settingsVariable } from "../contract/settings.ts";

/** Reads the settings, which the component wrote and validated, and the pipeline's name in metrics. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings & { pipeline: string } {
  const { [settingsVariable]: json, AWS_LAMBDA_FUNCTION_NAME: pipeline } = environment;
  if (json === undefined || pipeline === undefined) {
    throw new Error(
      `${settingsVariable} or AWS_LAMBDA_FUNCTION_NAME is not set: this runs in Lambda, deployed by ImageCompressionPipeline`,
    );
  }
  return { ...JSON.parse(json), pipeline };
}
