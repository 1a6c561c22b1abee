import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { explain } from "./explain.ts";

/** Where to call AWS and as whom, as far as the command line says; the rest comes from where the AWS SDK finds it. */
export interface ConnectionOptions {
  region?: string;
  profile?: string;
  endpoint?: string;
}

export interface Connection {
  lambda: LambdaClient;
  sqs: SQSClient;
  region: string;
  /**
   * Makes one call.
   *
   * @param action What an IAM policy calls it.
   * @throws {AwsFailure} When AWS refuses it or is not reached.
   */
  call<Result>(action: string, request: () => Promise<Result>): Promise<Result>;
}

/** @throws {AwsFailure} When no region is known. */
export async function connect({ region, profile, endpoint }: ConnectionOptions): Promise<Connection> {
  const [{ LambdaClient }, { SQSClient }] = await Promise.all([
    import("@aws-sdk/client-lambda"),
    import("@aws-sdk/client-sqs"),
  ]);
  // Only the `aws` command and other SDKs know the second variable.
  const wanted = region ?? process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const config = {
    ...(wanted && { region: wanted }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  };
  const lambda = new LambdaClient(config);
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  const known = await lambda.config.region().catch((error) => {
    throw explain(error, { endpoint, profile });
  });
  return {
    lambda,
    sqs,
    region: known,
    call: async (action, request) => {
      try {
        return await request();
      } catch (error) {
        throw explain(error, { action, region: known, endpoint, profile });
      }
    },
  };
}
