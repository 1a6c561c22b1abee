import type { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { SQSClient } from "@aws-sdk/client-sqs";
import { explain, isBusy } from "./explain.ts";

/** Holds the command line's choices; the AWS SDK finds the rest. */
export interface ConnectionOptions {
  region?: string;
  profile?: string;
  endpoint?: string;
}

interface Caller {
  region: string;
  /**
   * Makes one call.
   *
   * @param action Names the call as an IAM policy does.
   * @throws {AwsFailure} When AWS refuses it or is not reached.
   */
  call<Result>(action: string, request: () => Promise<Result>): Promise<Result>;
}

export interface Connection extends Caller {
  lambda: LambdaClient;
  sqs: SQSClient;
}

export interface MetricsConnection extends Caller {
  lambda: LambdaClient;
  cloudWatch: CloudWatchClient;
  /** Ends calls, including those waiting for a retry. */
  signal: AbortSignal;
}

/**
 * CloudWatch limits an account to 50 calls of `GetMetricData` a second, shared with all viewers of
 * dashboards.
 */
const patientAttempts = 8;

/** @throws {AwsFailure} When no region is known. */
export async function connect(options: ConnectionOptions): Promise<Connection> {
  const [{ LambdaClient }, { SQSClient }] = await Promise.all([
    import("@aws-sdk/client-lambda"),
    import("@aws-sdk/client-sqs"),
  ]);
  const config = configOf(options);
  const lambda = new LambdaClient(config);
  const sqs = new SQSClient({ ...config, useQueueUrlAsEndpoint: false });
  return { lambda, sqs, ...(await callerOf(lambda, options, "docs/redrive.md")) };
}

/**
 * Connects for reading metrics, and retries for longer when AWS is busy.
 *
 * @param onBusy Runs whenever AWS is busy, before the retry.
 * @throws {AwsFailure} When no region is known.
 */
export async function connectToMetrics(
  options: ConnectionOptions,
  { signal, onBusy }: { signal: AbortSignal; onBusy: () => void },
): Promise<MetricsConnection> {
  const [{ LambdaClient }, { CloudWatchClient }] = await Promise.all([
    import("@aws-sdk/client-lambda"),
    import("@aws-sdk/client-cloudwatch"),
  ]);
  const config = { ...configOf(options), maxAttempts: patientAttempts };
  const lambda = new LambdaClient(config);
  const cloudWatch = new CloudWatchClient(config);
  cloudWatch.middlewareStack.add(
    (next) => async (given) => {
      try {
        return await next(given);
      } catch (error) {
        if (isBusy(error)) onBusy();
        throw error;
      }
    },
    { step: "deserialize", priority: "high", name: "tellBusy" },
  );
  return { lambda, cloudWatch, signal, ...(await callerOf(lambda, options, "docs/report.md")) };
}

function configOf({ region, profile, endpoint }: ConnectionOptions) {
  // The SDK ignores the second variable, which the `aws` command and other SDKs read.
  const wanted = region ?? (process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION);
  return {
    ...(wanted && { region: wanted }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 30_000 },
  };
}

async function callerOf(
  client: LambdaClient,
  { profile, endpoint }: ConnectionOptions,
  policyPage: string,
): Promise<Caller> {
  const circumstances = { endpoint, profile, policyPage };
  const region = await client.config.region().catch((error) => {
    throw explain(error, circumstances);
  });
  return {
    region,
    call: async (action, request) => {
      try {
        return await request();
      } catch (error) {
        throw explain(error, { ...circumstances, action, region });
      }
    },
  };
}
