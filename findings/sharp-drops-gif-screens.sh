#!/usr/bin/env bash
# sharp gives a GIF of 640 × 480 whose frames do not reach its edges another size, without a word.
#
# Versions: sharp 0.35.5 (libvips 8.18.7 with its libnsgif), Pillow 12.0.0, Node 20 or newer; run on 2026-11-29.
# Expected: the size of a GIF is its logical screen, whatever the frames cover, as Pillow and browsers have it.
# Behaviour: libnsgif does not believe screens of 640 × 480, 800 × 600, 1024 × 768, 1600 × 1200, or with a side over 2,048. It takes
#   the rectangle from the origin to the end of the frames, so the picture is cut to the part that is drawn. 641 × 480 is believed.
# Output seen:
#   screen 641x480: Pillow 641x480, sharp 641x480
#   screen 640x480: Pillow 640x480, sharp 14x13
#   screen 1600x1200: Pillow 1600x1200, sharp 14x13
#   screen 2048x2048: Pillow 2048x2048, sharp 2048x2048
#   screen 2049x100: Pillow 2049x100, sharp 14x13
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pillow==12.0.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5

cat >sizes.mjs <<'JAVASCRIPT'
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import sharp from "sharp";

const python = "import sys; from PIL import Image; i = Image.open(sys.argv[1]); i.load(); print('%dx%d' % i.size)";

/** A screen of two colours with one frame of 4 × 3 pixels at 10, 10, all of the second colour. */
function gif(width, height) {
  const screen = Buffer.from("474946383961000000008000000000ffff0000", "hex");
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  const frame = Buffer.from("2c0a000a00040003000002", "hex");
  // Twelve times the code 1 of three bits, with a clear code (4) before every second one, and an end (5).
  const codes = [4, ...Array.from({ length: 12 }, () => [1, 4]).flat(), 5];
  const bits = codes.map((code) => code.toString(2).padStart(3, "0")).reverse().join("");
  const padded = bits.padStart(Math.ceil(bits.length / 8) * 8, "0");
  const data = Buffer.from(padded.match(/.{8}/g).reverse().map((byte) => Number.parseInt(byte, 2)));
  return Buffer.concat([screen, frame, Buffer.from([data.length]), data, Buffer.from([0, 0x3b])]);
}

for (const [width, height] of [[641, 480], [640, 480], [1600, 1200], [2048, 2048], [2049, 100]]) {
  const bytes = gif(width, height);
  writeFileSync("screen.gif", bytes);
  const pillow = execFileSync("python/bin/python", ["-c", python, "screen.gif"], { encoding: "utf8" }).trim();
  const { width: shownWidth, height: shownHeight } = await sharp(bytes).metadata();
  await sharp(bytes).raw().toBuffer();
  console.log(`screen ${width}x${height}: Pillow ${pillow}, sharp ${shownWidth}x${shownHeight}`);
}
JAVASCRIPT

node sizes.mjs | tee seen
diff seen - <<'EXPECTED'
screen 641x480: Pillow 641x480, sharp 641x480
screen 640x480: Pillow 640x480, sharp 14x13
screen 1600x1200: Pillow 1600x1200, sharp 14x13
screen 2048x2048: Pillow 2048x2048, sharp 2048x2048
screen 2049x100: Pillow 2049x100, sharp 14x13
EXPECTED
