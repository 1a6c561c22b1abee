import { createHash } from "node:crypto";
import { S3Error } from "../endpoint/errors.ts";
import { type ChunkSigner, sameText } from "../endpoint/verify-signature.ts";

const maxLineBytes = 8 * 1024;
const maxTrailerLines = 16;
const sha256OfNothing = createHash("sha256").digest("hex");

/** Takes an aws-chunked body apart: yields its data, verifies its signatures, and adds its trailers to `trailers`. */
export async function* decodeChunks(
  body: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
  signer?: ChunkSigner,
): AsyncGenerator<Buffer, void, void> {
  const reader = new ByteReader(body);
  try {
    const signature = yield* decodeData(reader, signer);
    await readTrailers(reader, trailers, signature, signer);
  } finally {
    await reader.release();
  }
}

/** Yields the data of all chunks, and returns the signature of the last. */
async function* decodeData(reader: ByteReader, signer?: ChunkSigner): AsyncGenerator<Buffer, string, void> {
  let signature = signer?.seed ?? "";
  for (;;) {
    const head = parseChunkHead(await reader.line());
    const hash = signer && createHash("sha256");
    for (let left = head.size; left > 0; ) {
      const data = await reader.some(left);
      left -= data.length;
      hash?.update(data);
      yield data;
    }
    if (head.size > 0 && (await reader.line()) !== "") throw new S3Error("IncompleteBody");
    if (signer && hash) {
      const expected = signer.sign("-PAYLOAD", signature, sha256OfNothing, hash.digest("hex"));
      if (!sameText(expected, head.signature)) throw new S3Error("SignatureDoesNotMatch");
      signature = expected;
    }
    if (head.size === 0) return signature;
  }
}

function parseChunkHead(line: string): { size: number; signature: string } {
  const parts = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (parts === null) throw new S3Error("IncompleteBody", "The aws-chunked body is malformed");
  return { size: Number.parseInt(parts[1] ?? "", 16), signature: parts[2] ?? "" };
}

async function readTrailers(
  reader: ByteReader,
  trailers: Map<string, string>,
  signature: string,
  signer?: ChunkSigner,
): Promise<void> {
  let signed = "";
  let trailerSignature: string | undefined;
  for (let lines = 0; ; lines += 1) {
    const line = await reader.line();
    if (line === "") break;
    const parts = /^([^:\s]+):(.*)$/.exec(line);
    if (parts === null || lines === maxTrailerLines) throw new S3Error("MalformedTrailerError");
    const [name, value] = [(parts[1] ?? "").toLowerCase(), (parts[2] ?? "").trim()];
    if (name === "x-amz-trailer-signature") trailerSignature = value;
    else {
      trailers.set(name, value);
      signed += `${name}:${value}\n`;
    }
  }
  await reader.end();
  if (!signer || trailers.size === 0) return;
  const expected = signer.sign("-TRAILER", signature, createHash("sha256").update(signed).digest("hex"));
  if (!sameText(expected, trailerSignature ?? "")) throw new S3Error("SignatureDoesNotMatch");
}

class ByteReader {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Buffer>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** Returns the text up to the next line end, without it. */
  async line(): Promise<string> {
    let end = this.#rest.indexOf("\n");
    while (end < 0) {
      if (this.#rest.length > maxLineBytes)
        throw new S3Error("IncompleteBody", "The aws-chunked body is malformed");
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
      end = this.#rest.indexOf("\n");
    }
    const line = this.#rest.toString("latin1", 0, end).replace(/\r$/, "");
    this.#rest = this.#rest.subarray(end + 1);
    return line;
  }

  /** Returns at least one byte and at most `limit`. */
  async some(limit: number): Promise<Buffer> {
    if (this.#rest.length === 0) this.#rest = await this.#next();
    const data = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(data.length);
    return data;
  }

  async end(): Promise<void> {
    if (this.#rest.length > 0 || !(await this.#chunks.next()).done) {
      throw new S3Error("IncompleteBody", "The aws-chunked body goes on after its end");
    }
  }

  /** Leaves unread bytes to the code that drains the body. */
  async release(): Promise<void> {
    await this.#chunks.return?.();
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new S3Error("IncompleteBody");
    return value;
  }
}
