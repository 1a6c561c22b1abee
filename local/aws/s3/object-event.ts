/** A change of an object, for event notifications and EventBridge. */
export interface ObjectEvent {
  bucket: string;
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  eventName:
    | "ObjectCreated:Put"
    | "ObjectCreated:Copy"
    | "ObjectCreated:CompleteMultipartUpload"
    | "ObjectRemoved:Delete";
  time: Date;
}
