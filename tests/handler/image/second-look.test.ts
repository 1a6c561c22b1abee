import test from "ava";
import { DecoderWithoutMemory, secondLook } from "../../../handler/image/second-look.ts";

const outOfMemory = new Error("decoder: Out of memory");
const fails = (error: Error) => () => Promise.reject(error);
const hasRoom = () => true;

test("A decoder that is out of memory twice, on a machine with room, is the file's fault", async (t) => {
  const error = await t.throwsAsync(secondLook(outOfMemory, 100, fails(outOfMemory), hasRoom));

  t.true(error instanceof DecoderWithoutMemory);
  t.is(error.message, outOfMemory.message);
});

test("A second attempt that passes is the result", async (t) => {
  t.is(await secondLook(outOfMemory, 100, async () => "made", hasRoom), "made");
});

test("A second attempt that fails otherwise tells its own error", async (t) => {
  const full = new Error("no space left on device");

  t.is(await t.throwsAsync(secondLook(outOfMemory, 100, fails(full), hasRoom)), full);
});

test("A machine without room for what the file announces is at fault, and nothing is tried again", async (t) => {
  const again = () => t.fail();

  t.is(
    await t.throwsAsync(secondLook(outOfMemory, Number.MAX_SAFE_INTEGER, async () => again())),
    outOfMemory,
  );
});

test("An error of another kind is thrown as it is", async (t) => {
  const corrupt = new Error("VipsJpeg: premature end of JPEG image");

  t.is(await t.throwsAsync(secondLook(corrupt, 100, async () => t.fail(), hasRoom)), corrupt);
});
