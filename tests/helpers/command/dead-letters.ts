import { PassThrough } from "node:stream";
import type { Destination } from "../../../cli/redrive/destination.ts";
import type { DeadLetterQueue } from "../../../cli/redrive/queue.ts";
import type { Terminal } from "../../../cli/terminal/terminal.ts";
import type { HeldMessage } from "../../../handler/events/read-dead-letter.ts";
import { s3Event } from "../store/events.ts";

/** Returns a held message, by default a failed upload of `<id>.png` to the bucket `uploads`. */
export function letter(id: string, changes: Partial<HeldMessage> = {}): HeldMessage {
  const body = JSON.stringify(s3Event(`${id}.png`));
  return {
    id,
    receipt: `receipt of ${id}`,
    body,
    attributes: { ErrorMessage: "S3 is down" },
    sentAt: 0,
    ...changes,
  };
}

/** Returns a dead-letter queue in memory that hands out at most three messages at once. */
export function queueOf(...messages: HeldMessage[]) {
  const visible = [...messages];
  const held = new Map<string, HeldMessage>();
  const take = (receipt: string) => {
    const message = held.get(receipt);
    if (message === undefined) throw new Error(`nobody holds ${receipt}`);
    held.delete(receipt);
    return message;
  };
  const queue: DeadLetterQueue = {
    name: "dead-letters",
    count: async () => visible.length,
    receive: async (most) => {
      const received = visible.splice(0, Math.min(most, 3));
      for (const message of received) held.set(message.receipt, message);
      return received;
    },
    delete: async (receipt) => void take(receipt),
    release: async (receipt) => void visible.push(take(receipt)),
  };
  const ids = (all: Iterable<HeldMessage>) => [...all].map(({ id }) => id).sort();
  return { queue, visible, visibleIds: () => ids(visible), heldIds: () => ids(held.values()) };
}

/** Returns a destination that keeps all messages, unless `send` throws. */
export function destinationTo(send: (body: string) => void = () => {}) {
  const sent: string[] = [];
  const destination: Destination = {
    name: "the function compressor",
    send: async (body) => {
      send(body);
      sent.push(body);
    },
  };
  return { destination, sent };
}

/** Returns a terminal that answers every question with `answer` and shows nothing. */
export function terminalThat(answer: boolean) {
  const questions: string[] = [];
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal: Terminal = {
    stdout,
    stderr,
    canAsk: true,
    confirm: async (question) => {
      questions.push(question);
      return answer;
    },
  };
  return { terminal: { ...terminal, stdout, stderr }, questions, printed: () => String(stderr.read() ?? "") };
}
