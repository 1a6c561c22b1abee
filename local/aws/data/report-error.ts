/** Reports an error that no caller sees on standard error; the run goes on. */
export function reportError(error: unknown): void {
  console.error(JSON.stringify({ level: "ERROR", message: "The local run failed", error: String(error) }));
}
