import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { Format, ImageCompressionPipeline } from "image-compression-pipeline";

// The bucket stays private. Its policy lets the distributions of this account read, and nobody else.
const album = new ImageCompressionPipeline("album", {
  uploadPrefix: "uploads/",
  format: Format.webp,
  cacheControl: "public, max-age=86400",
  cloudFrontAccess: true,
});

// With it CloudFront signs its requests to the bucket.
const access = new aws.cloudfront.OriginAccessControl("album-access", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});

const cdn = new aws.cloudfront.Distribution("album-cdn", {
  enabled: true,
  httpVersion: "http2and3",
  isIpv6Enabled: true,
  origins: [
    {
      originId: "outputs",
      domainName: album.outputBucketDomainName,
      originAccessControlId: access.id,
    },
  ],
  defaultCacheBehavior: {
    targetOriginId: "outputs",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    // AWS's own policies CachingOptimized, which obeys Cache-Control, and SecurityHeadersPolicy.
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    responseHeadersPolicyId: "67f7725c-6f97-4210-82d7-5512b31e9d03",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});

export const { sourceBucketName, outputBucketName } = album;
export const viewAt = pulumi.interpolate`https://${cdn.domainName}`;
