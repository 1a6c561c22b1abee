/** Queries of the function's log for Logs Insights, by the end of their saved names. */
export const logQueries = {
  // WriteDuration is on one line of each reconciled image, however many renditions it has.
  "largest-images": {
    title: "Largest images",
    query: lines(
      "fields @timestamp, key, bytesIn, BytesOut, width, height, MemoryUsed, milliseconds",
      "filter ispresent(WriteDuration)",
      "sort bytesIn desc",
      "limit 20",
    ),
  },
  "slowest-images": {
    title: "Slowest images",
    query: lines(
      "fields @timestamp, key, milliseconds, ReadDuration, CompressDuration, WriteDuration, bytesIn",
      "filter ispresent(WriteDuration)",
      "sort milliseconds desc",
      "limit 20",
    ),
  },
  problems: {
    title: "Rejected, stale and failed images",
    query: lines(
      "fields @timestamp, message, key, reason, detail, errorMessage, requestId",
      'filter message in ["rejected", "stale", "failed"]',
      "sort @timestamp desc",
      "limit 50",
    ),
  },
  "one-upload": {
    title: "One upload, by its key",
    query: lines(
      "fields @timestamp, message, rendition, reason, detail, errorMessage, bytesIn, bytesOut, milliseconds, requestId",
      'filter key = "uploads/photo.png"',
      "sort @timestamp asc",
      "limit 100",
    ),
  },
} as const;

function lines(...commands: string[]): string {
  return commands.join(" | ");
}
