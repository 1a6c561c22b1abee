import type { Outcome } from "../../../contract/outcome.ts";

/** A source with a new output, under its second name. */
export const compressed: Outcome & { outcome: "compressed" } = {
  rendition: "default",
  outcome: "compressed",
  outputs: ["a.jpg"],
  collision: true,
  bytesIn: 10,
  bytesOut: 5,
  width: 1,
  height: 1,
};

/** A broken source with an output from before. */
export const rejected: Outcome & { outcome: "rejected" } = {
  rendition: "default",
  outcome: "rejected",
  stale: ["a.jpg"],
  deleted: [],
  reason: "corrupt",
  detail: "cut",
};
