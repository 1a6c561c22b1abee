/** Corrects the orientation, and removes the position unless `keepGps`. Returns `undefined` when a position may be left. */
export function uprightXmp(xmp: Buffer, keepGps: boolean): Buffer | undefined {
  if (xmp.includes(0)) return undefined; // The rules below do not read UTF-16.
  const upright = xmp
    .toString("utf8")
    .replace(/(:Orientation\s*=\s*["'])\d+/g, "$11")
    .replace(/(:Orientation\s*>\s*)\d+/g, "$11");
  if (keepGps) return Buffer.from(upright);
  const placeless = upright
    .replace(/\s[\w-]+:GPS\w+\s*=\s*("[^"]*"|'[^']*')/g, "")
    .replace(/<([\w-]+:GPS\w+)\b[^>]*?(\/>|>[\s\S]*?<\/\1\s*>)/g, "");
  return /GPS/i.test(placeless) ? undefined : Buffer.from(placeless);
}

export interface Credits {
  artist?: string | undefined;
  copyright?: string | undefined;
  credit?: string | undefined;
}

/** Writes credits into the properties of the IPTC's photo metadata standard. */
export function creditsXmp({ artist, copyright, credit }: Credits): string {
  const creator = artist && `<dc:creator><rdf:Seq><rdf:li>${escaped(artist)}</rdf:li></rdf:Seq></dc:creator>`;
  const rights =
    copyright &&
    `<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">${escaped(copyright)}</rdf:li></rdf:Alt></dc:rights>`;
  const line = credit && `<photoshop:Credit>${escaped(credit)}</photoshop:Credit>`;
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/">${[creator, rights, line].filter(Boolean).join("")}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>`;
}

function escaped(text: string): string {
  return text.replace(
    /[&<>]/g,
    (character) => ({ "&": "&amp;", "<": "&lt;" })[character as "&" | "<"] ?? "&gt;",
  );
}
