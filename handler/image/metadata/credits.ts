import type { Credits } from "./xmp.ts";

interface Tag {
  description: unknown;
}

/**
 * Reads XMP first, the only block with a declared encoding. Unreadable blocks count as empty. The reader is loaded at its first use: a
 * cold start does not pay for it.
 */
export async function readCredits(jpeg: Buffer): Promise<Credits> {
  const [{ default: ExifReader }, { DOMParser }] = await Promise.all([
    import("exifreader"),
    import("@xmldom/xmldom"),
  ]);
  const domParser = new DOMParser({ onError: () => {} });
  try {
    const { exif, iptc, xmp } = ExifReader.load(withoutPacketEnds(jpeg), { expanded: true, domParser });
    return {
      artist: firstText(xmp?.creator, exif?.Artist, iptc?.["By-line"]),
      copyright: firstText(xmp?.rights, exif?.Copyright, iptc?.["Copyright Notice"]),
      credit: firstText(xmp?.Credit, iptc?.Credit),
    };
  } catch {
    return {};
  }
}

/** The reader searches for the end of a packet in time cubic in the number of ends: minutes for 32 KB of them. */
function withoutPacketEnds(jpeg: Buffer): Buffer {
  return Buffer.from(jpeg.toString("latin1").replaceAll("<?xpacket end", "<?xpacket-end"), "latin1");
}

function firstText(...tags: (Tag | Tag[] | undefined)[]): string | undefined {
  const texts = tags.map((tag) => [tag ?? []].flat().map(({ description }) => textOf(description)));
  return texts.map((parts) => parts.join(", ")).find((text) => text !== "");
}

/** A tag with a single value other than text has a number. */
function textOf(description: unknown): string {
  return typeof description === "string" ? description.trim() : "";
}
