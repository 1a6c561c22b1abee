import { AwsFailure } from "./failure.ts";

interface Circumstances {
  action?: string;
  region?: string;
  endpoint: string | undefined;
  profile: string | undefined;
  /** Names the page with the operator's policy. */
  policyPage: string;
}

interface SdkError extends Error {
  code?: string;
  $metadata?: { httpStatusCode?: number };
}

/** Services and the SDK have different names for the same fault. */
const names = {
  expired: /^(ExpiredToken|RequestExpired)/,
  unknownKey:
    /^(UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId|InvalidSignature|SignatureDoesNotMatch|IncompleteSignature)/,
  denied: /^(KMS|Kms\.?)?AccessDenied|^NotAuthorized/,
  busy: /^(Throttl|TooManyRequests|RequestLimitExceeded|LimitExceeded|SlowDown|ServiceUnavailable)/,
};

const unreached =
  /^(ECONN|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EPIPE|ERR_INVALID_URL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

const someCredentials =
  "Give some: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile with --profile, or run `aws sso login`";

/** Explains a failed call for people. */
export function explain(error: unknown, circumstances: Circumstances): AwsFailure {
  return new AwsFailure(sentence(error instanceof Error ? error : new Error(String(error)), circumstances), {
    cause: error,
  });
}

/** Returns true when AWS asks to come back later. */
export function isBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { name, $metadata }: SdkError = error;
  return names.busy.test(name) || [429, 503].includes($metadata?.httpStatusCode ?? 0);
}

function sentence(
  error: SdkError,
  { action = "AWS", region, endpoint, profile, policyPage }: Circumstances,
): string {
  const { name } = error;
  const message = error.message.replace(/\.$/, "");
  if (message === "Region is missing" || message.startsWith('Region not accepted: region=""'))
    return "No AWS region is known: give --region, or set AWS_REGION or the profile's region";
  if (name === "CredentialsProviderError" || name === "TokenProviderError")
    return `No AWS credentials could be used${profile === undefined ? "" : ` for the profile ${profile}`}: ${firstLine(message)}. ${someCredentials}`;
  if (names.expired.test(name))
    return `The AWS credentials have expired: ${message}. Get new ones, such as by \`aws sso login\`, and run this again`;
  if (names.unknownKey.test(name))
    return `AWS does not know these credentials: ${message}. Check the access key, its secret and --profile`;
  if (names.denied.test(name))
    return `AWS does not allow ${action}: ${message}. ${policyPage} has the policy that the operator needs`;
  if (isBusy(error))
    return `AWS is too busy for ${action}, also after several tries: ${firstLine(message)}. Run this again in a minute`;
  if (isUnreached(error)) return `${endpoint ?? `AWS in ${region}`} was not reached: ${networkReason(error)}`;
  if (error.$metadata?.httpStatusCode === undefined) return `${action} failed: ${firstLine(message)}`;
  return `${endpoint ?? "AWS"} answered ${action} with ${name}: ${firstLine(message)}`;
}

function isUnreached({ name, code }: SdkError): boolean {
  return name === "TimeoutError" || unreached.test(code ?? "");
}

/** For a host with several addresses Node reports one error each, in an error without a message. */
function networkReason({ message, code }: SdkError): string {
  return firstLine(message) || String(code);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
