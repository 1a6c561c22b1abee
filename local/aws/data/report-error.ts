/** What goes wrong behind everybody's back is told on standard error, and the run goes on. */
export function reportError(error: unknown): void {
  console.error(JSON.stringify({ level: "ERROR", message: "The local run failed", error: String(error) }));
}
