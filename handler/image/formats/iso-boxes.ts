/** A box of an ISO base media file: its type, and what it holds. */
export interface Box {
  type: string;
  content: Buffer;
}

/** Version and flags, which some boxes have before the boxes that they hold. */
export const versionBytes = 4;

/** The boxes that lie one behind the other in `bytes`, up to the first that makes no sense. */
export function boxesOf(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  let at = 0;
  while (at + 8 <= bytes.length) {
    const { headBytes, length } = extentOf(bytes, at);
    const end = at + length;
    if (length < headBytes || end > bytes.length) break;
    boxes.push({
      type: bytes.toString("latin1", at + 4, at + 8),
      content: bytes.subarray(at + headBytes, end),
    });
    at = end;
  }
  return boxes;
}

/** A length of 0 goes to the end of the file, and one of 1 has its 64 bits behind the type. */
function extentOf(bytes: Buffer, at: number): { headBytes: number; length: number } {
  const length = bytes.readUInt32BE(at);
  if (length === 0) return { headBytes: 8, length: bytes.length - at };
  if (length !== 1 || at + 16 > bytes.length) return { headBytes: 8, length };
  return { headBytes: 16, length: Number(bytes.readBigUInt64BE(at + 8)) };
}

/** What the boxes of one type hold. */
export function contentsOf(boxes: Box[], type: string): Buffer[] {
  return boxes.filter((box) => box.type === type).map(({ content }) => content);
}
