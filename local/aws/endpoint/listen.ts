import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Listens on this machine only and returns the port.
 *
 * @param option - The command line option for the port, for the message when it is taken.
 */
export function listen(server: Server, port: number, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(whyNotListening(error, port, option)));
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function whyNotListening(error: NodeJS.ErrnoException, port: number, option: string): Error {
  const reasons: Record<string, string> = { EADDRINUSE: "is in use", EACCES: "may not be used by you" };
  const reason = reasons[error.code ?? ""] ?? `cannot be used (${error.message})`;
  return new Error(`Port ${port} ${reason}: choose another one with ${option}, 0 for any free one`, {
    cause: error,
  });
}
