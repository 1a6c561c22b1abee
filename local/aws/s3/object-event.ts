/** A change of an object, for event notifications and EventBridge. */
export interface ObjectEvent {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  /** Only in a bucket that keeps versions. */
  versionId?: string | undefined;
  eventName:
    | "ObjectCreated:Put"
    | "ObjectCreated:Copy"
    | "ObjectCreated:CompleteMultipartUpload"
    | "ObjectRemoved:Delete"
    | "ObjectRemoved:DeleteMarkerCreated";
  time: Date;
}
