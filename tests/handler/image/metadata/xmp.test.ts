import test from "ava";
import { uprightXmp } from "../../../../handler/image/metadata/xmp.ts";
import { allCompressed, compressed } from "../../../helpers/images/compressed.ts";
import { noise } from "../../../helpers/images/images.ts";
import { xmpPacket } from "../../../helpers/images/metadata.ts";

for (const [what, xmp] of [
  ["no XML", "exif:GPSLatitude = 51"],
  ["a position that no rule finds", xmpPacket("<x:GPS-of>51</x:GPS-of>")],
] as const) {
  test(`XMP that holds ${what} is left out where positions are`, async (t) => {
    const source = await noise().withXmp(xmp).jpeg().toBuffer();

    t.false((await compressed(t, source, { metadata: "keep" })).body.includes("51"));
  });
}

for (const encoding of ["utf16le", "utf8"] as const) {
  test(`No position in XMP of ${encoding} is kept`, (t) => {
    const xmp = Buffer.from(xmpPacket("", 'exif:GPSLatitude="51,30.0N"'), encoding);

    t.false(uprightXmp(xmp, false)?.toString(encoding).includes("51,30") ?? false);
  });
}

for (const [what, xmp] of [
  ["ends of packets", `${'<?xpacket end="'.repeat(1000)}${'"?>'.repeat(1000)}\n x`],
  ["blanks", " ".repeat(60_000)],
  ["beginnings of positions", "<a:GPSx>".repeat(7000)],
] as const) {
  test(`XMP of nothing but ${what} is searched quickly`, async (t) => {
    const source = await noise().withXmp(xmp).jpeg().toBuffer();
    const start = process.cpuUsage();

    await allCompressed(t, source, [{ metadata: "copyright" }, { metadata: "keep" }]);

    const { user } = process.cpuUsage(start);
    t.true(user < 2e6, `${user} µs`);
  });
}
