/** The reason for a failed invocation, in Lambda's words. */
export interface Failure {
  errorType: string;
  errorMessage: string;
  stackTrace?: string[];
}

/** Signals in the words of Lambda's supervisor, which is written in Go. */
const signalNames: Partial<Record<NodeJS.Signals, string>> = {
  SIGABRT: "aborted",
  SIGBUS: "bus error",
  SIGILL: "illegal instruction",
  SIGKILL: "killed",
  SIGSEGV: "segmentation fault",
  SIGTERM: "terminated",
};

export function describeExit(requestId: string, code: number | null, signal: NodeJS.Signals | null): Failure {
  return { errorType: "Runtime.ExitError", errorMessage: words(requestId, exitReason(code, signal)) };
}

function exitReason(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal !== null) return `Runtime exited with error: signal: ${signalNames[signal] ?? signal}`;
  if (code === 0) return "Runtime exited without providing a reason";
  return `Runtime exited with error: exit status ${code}`;
}

export function describeTimeout(requestId: string, seconds: number): Failure {
  const reason = `Task timed out after ${seconds.toFixed(2)} seconds`;
  return { errorType: "Sandbox.Timedout", errorMessage: words(requestId, reason) };
}

export function describeOutOfMemory(requestId: string): Failure {
  return {
    errorType: "Runtime.OutOfMemory",
    errorMessage: words(requestId, "Runtime exited with error: signal: killed"),
  };
}

export function describeNotStarted(requestId: string, error: Error): Failure {
  return { errorType: "Runtime.InvalidEntrypoint", errorMessage: words(requestId, error.message) };
}

export function describeTooLarge(bytes: number, limit: number): Failure {
  return {
    errorType: "Function.ResponseSizeTooLarge",
    errorMessage: `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${limit} bytes).`,
  };
}

function words(requestId: string, reason: string): string {
  return `RequestId: ${requestId} Error: ${reason}`;
}
