import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import test from "ava";
import { sign } from "../../../helpers/aws/raw-s3.ts";
import { startS3 } from "../../../helpers/aws/s3.ts";
import { until } from "../../../helpers/until.ts";

const long = 60_000;
const short = 50;

/** Signs the head of an upload of 1,000 bytes. */
function headOfUpload(endpoint: string): string {
  const unsigned = { method: "PUT", path: "/uploads/key", headers: { "content-length": "1000" } };
  const { headers } = sign(endpoint, unsigned, { payload: "UNSIGNED-PAYLOAD" }).request;
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `PUT /uploads/key HTTP/1.1\r\n${lines.join("")}\r\n`;
}

/** Reads the answer, even when the server closes the connection while the client still writes. */
async function readToTheEnd(socket: Socket): Promise<string> {
  let answer = "";
  socket
    .on("error", () => undefined)
    .on("data", (chunk) => {
      answer += chunk;
    });
  // `once` would reject at the error before the end.
  await new Promise((resolve) => socket.once("close", resolve));
  return answer;
}

const isEmpty = (files: () => string[]) =>
  until(
    async () => files().length,
    (count) => count === 0,
  );

test("a client that never ends its headers is told so, and let go", async (t) => {
  const patience = { headers: short, piece: long, request: long, check: 10 };
  const { port } = await startS3(t, { patience });
  const socket = connect(port, "127.0.0.1");

  socket.write("PUT /uploads/key HTTP/1.1\r\nx-amz-date: ");

  t.regex(await text(socket), /^HTTP\/1\.1 400 .*<Code>RequestTimeout</s);
});

test("a body that trickles for longer than a request may take is refused, and leaves nothing behind", async (t) => {
  const patience = { headers: short, piece: long, request: 200, check: 10 };
  const { endpoint, port, files, events } = await startS3(t, { patience });
  const socket = connect(port, "127.0.0.1");
  socket.write(headOfUpload(endpoint));

  const trickle = setInterval(() => socket.write("x"), 10);
  const answer = await readToTheEnd(socket);
  clearInterval(trickle);

  t.regex(answer, /^HTTP\/1\.1 400 .*<Code>RequestTimeout</s);
  await isEmpty(files);
  t.deepEqual(events, []);
});

test("a body that stops is let go, and leaves nothing behind", async (t) => {
  const patience = { headers: long, piece: short, request: long, check: 10 };
  const { endpoint, port, files, events } = await startS3(t, { patience });
  const socket = connect(port, "127.0.0.1");

  socket.write(headOfUpload(endpoint));
  await readToTheEnd(socket);

  await isEmpty(files);
  t.deepEqual(events, []);
});
