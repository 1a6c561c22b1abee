import test from "ava";
import {
  createSegment,
  insertSegments,
  longestPayload,
  markers,
  segmentHeaders,
  segments,
} from "../../../../handler/image/formats/jpeg-segments.ts";
import { noise } from "../../../helpers/images/images.ts";

const jpeg = await noise().jpeg().toBuffer();
const found = (bytes: Buffer) => [...segments(bytes)].map(({ kind, payload }) => ({ kind, payload }));

test("a segment that is put in is found first, with its header and its block", (t) => {
  const block = Buffer.from("II*\0");
  const segment = createSegment(markers.app1, segmentHeaders.exif, block);

  const [first] = found(insertSegments(jpeg, segment ? [segment] : []));

  t.deepEqual(first, { kind: markers.app1, payload: Buffer.from("Exif\0\0II*\0") });
});

test("a block that has its header already gets no second one", (t) => {
  const block = Buffer.from("Exif\0\0II*\0");

  t.deepEqual(
    createSegment(markers.app1, segmentHeaders.exif, block),
    createSegment(markers.app1, segmentHeaders.exif, block.subarray(6)),
  );
});

test("a block fits into a segment up to 65,533 bytes with its header", (t) => {
  const most = Buffer.alloc(longestPayload - segmentHeaders.exif.length);

  t.is(createSegment(markers.app1, segmentHeaders.exif, most)?.readUInt16BE(2), 65_535);
  t.is(createSegment(markers.app1, segmentHeaders.exif, Buffer.alloc(most.length + 1)), undefined);
});

test("segments are found up to the first end of an image, not to one within a segment", (t) => {
  const comment = createSegment(0xfe, "", Buffer.from("\xff\xd9secret", "latin1"));
  const commented = insertSegments(jpeg, comment ? [comment] : []);

  t.is(found(Buffer.concat([commented, jpeg])).length, found(jpeg).length + 1);
  t.is(found(commented).at(-1)?.kind, markers.endOfImage);
});

test("stray bytes between segments are passed over", (t) => {
  const [first] = segments(jpeg);
  const behind = (first?.at ?? 0) + 4 + (first?.payload.length ?? 0);
  const stray = Buffer.concat([jpeg.subarray(0, behind), Buffer.from("stray"), jpeg.subarray(behind)]);

  t.deepEqual(found(stray), found(jpeg));
});
