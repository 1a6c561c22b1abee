#!/usr/bin/env bash
# An animated AVIF as Pillow writes it cannot be opened by sharp, not even its first image.
#
# Versions: Pillow 12.0.0 (libavif), sharp 0.35.5 (libvips 8.18.7, libheif 1.23.5), Node 20 or newer; run on 2026-11-29.
# Expected: sharp reads the primary image, as it does for every other AVIF, or reports two pages.
# Behaviour: "Input buffer contains unsupported image format". Pillow puts `avis` before `avif` in the ftyp box, as a sequence with
#   a primary image may, and libvips asks the first brand alone. The same bytes with `avif` first are read.
# Output seen:
#   Pillow: 2 frames, brand avis, compatible with avif avis msf1 iso8 mif1 miaf MA1B
#   sharp, as written: Input buffer contains unsupported image format
#   sharp, avif first: heif 64x48
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv python
python/bin/pip install --quiet --disable-pip-version-check pillow==12.0.0
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sharp@0.35.5

python/bin/python - <<'PYTHON'
from PIL import Image

first, second = (Image.new("RGB", (64, 48), colour) for colour in ("red", "lime"))
first.save("sequence.avif", save_all=True, append_images=[second], duration=100)
with Image.open("sequence.avif") as image, open("sequence.avif", "rb") as file:
    ftyp = file.read(int.from_bytes(file.read(4), "big") - 4).decode("latin1")
    compatible = " ".join(ftyp[12 + at : 16 + at] for at in range(0, len(ftyp) - 12, 4))
    print(f"Pillow: {image.n_frames} frames, brand {ftyp[4:8]}, compatible with {compatible}")
PYTHON

cat >read.mjs <<'JAVASCRIPT'
import { readFileSync } from "node:fs";
import sharp from "sharp";

const written = readFileSync("sequence.avif");
const still = Buffer.from(written);
still.write("avif", 8, "latin1");
const read = (bytes) =>
  sharp(bytes).metadata().then(({ format, width, height }) => `${format} ${width}x${height}`, (error) => error.message);
console.log(`sharp, as written: ${await read(written)}`);
console.log(`sharp, avif first: ${await read(still)}`);
JAVASCRIPT

node read.mjs | tee seen
diff seen - <<'EXPECTED'
sharp, as written: Input buffer contains unsupported image format
sharp, avif first: heif 64x48
EXPECTED
