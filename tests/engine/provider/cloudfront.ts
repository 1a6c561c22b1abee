import { createHash } from "node:crypto";
import { type Account, accountId, type ResourceType } from "./account.ts";
import type { Properties } from "./protocol.ts";

const accessType = "aws:cloudfront/originAccessControl:OriginAccessControl";

interface Origin {
  originId: string;
  domainName: string;
  originAccessControlId?: string;
}

/** CloudFront's distributions, and their access to buckets, which CloudFront does not try when it makes them. */
export const cloudFrontTypes: Record<string, ResourceType> = {
  [accessType]: {
    identify: ({ name }) => ({ id: identifier(name) }),
    accept: ({ name, originAccessControlOriginType, signingProtocol }) => {
      if (String(name).length > 64) throw new Error("InvalidArgument: the name is longer than 64 characters");
      if (originAccessControlOriginType !== "s3" || signingProtocol !== "sigv4") {
        throw new Error("InvalidArgument: the stand-in knows access to S3 by sigv4 only");
      }
    },
  },
  "aws:cloudfront/distribution:Distribution": {
    identify: ({ origins }) => {
      const id = identifier(origins);
      const arn = `arn:aws:cloudfront::${accountId}:distribution/${id}`;
      return { id, arn, domainName: `${id.toLowerCase()}.cloudfront.net` };
    },
    accept: acceptDistribution,
  },
};

function acceptDistribution({ origins, defaultCacheBehavior }: Properties, account: Account): void {
  const { targetOriginId, cachePolicyId, forwardedValues } = defaultCacheBehavior as Properties;
  const all = origins as Origin[];
  if (!all.some(({ originId }) => originId === targetOriginId)) {
    throw new Error("NoSuchOrigin: One or more of your origins do not exist.");
  }
  if ((cachePolicyId === undefined) === (forwardedValues === undefined)) {
    throw new Error(
      "InvalidArgument: a cache behavior needs a cache policy or forwarded values, and not both",
    );
  }
  for (const { domainName, originAccessControlId: access } of all) {
    if (!/^[^.]+\.s3\.[^.]+\.amazonaws\.com$/.test(domainName)) {
      throw new Error(
        `InvalidArgument: the stand-in knows regional names of buckets only, not ${domainName}`,
      );
    }
    if (access !== undefined && account.find(accessType, access) === undefined) {
      throw new Error("InvalidOriginAccessControl: The origin access control is not valid.");
    }
  }
}

function identifier(of: unknown): string {
  return `E${createHash("sha256").update(JSON.stringify(of)).digest("hex").slice(0, 13).toUpperCase()}`;
}
