/** A decoder gave up for want of memory, although the machine has what the file announces: the file is the cause. */
export class DecoderWithoutMemory extends Error {}

const outOfMemory = /out of memory|allocation failed|unable to allocate|cannot allocate/i;

export function saysOutOfMemory(error: unknown): boolean {
  return error instanceof Error && outOfMemory.test(error.message);
}

/**
 * Decides who is at fault when a decoder says that it is out of memory. Libraries also say so of files with
 * impossible claims. `needed` is the memory, in bytes, that the file announces.
 *
 * @throws {DecoderWithoutMemory} When a second attempt fails in the same way on a machine that has `needed`.
 * @throws {unknown} `error` itself when it is of another kind, or the machine has no room.
 */
export async function secondLook<Result>(
  error: unknown,
  needed: number,
  attempt: () => Promise<Result>,
  hasRoom = canAllocate,
): Promise<Result> {
  if (!saysOutOfMemory(error) || !hasRoom(needed)) throw error;
  return attempt().catch((again) => {
    throw saysOutOfMemory(again) ? new DecoderWithoutMemory(again.message, { cause: again }) : again;
  });
}

/** The bytes are reserved and never touched: this takes address space, and no memory. */
function canAllocate(bytes: number): boolean {
  try {
    return new ArrayBuffer(Math.ceil(bytes)).byteLength >= bytes;
  } catch {
    return false;
  }
}
