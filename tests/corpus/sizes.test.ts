import test from "ava";
import sharp from "sharp";
import { compressed } from "../helpers/images/compressed.ts";
import { blackPng, noise } from "../helpers/images/images.ts";

type Side = [width: number, height: number];

const formats = ["jpeg", "webp", "avif", "png"] as const;

for (const [source, options, wanted] of [
  [[1, 1], {}, [1, 1]],
  [[1, 1], { scale: 0.01 }, [1, 1]],
  [[1, 1], { maxDimension: 16_383 }, [1, 1]],
  [[1, 700], { scale: 0.3 }, [1, 210]],
  [[700, 1], { scale: 0.3 }, [210, 1]],
  [[3, 700], { scale: 0.1 }, [1, 70]],
  [[700, 3], { maxDimension: 50 }, [50, 1]],
  [[3, 3], { scale: 0.3 }, [1, 1]],
  [[1, 16_383], {}, [1, 16_383]],
  [[16_383, 1], {}, [16_383, 1]],
  [[1, 16_384], {}, [1, 16_383]],
  [[16_384, 2], {}, [16_383, 2]],
  [[40, 30], { maxDimension: 40 }, [40, 30]],
  [[40, 30], { maxDimension: 41 }, [40, 30]],
  [[40, 30], { scale: 0.5, maxDimension: 30 }, [20, 15]],
  [[40, 30], { scale: 0.9, maxDimension: 20 }, [20, 15]],
] as [Side, { scale?: number; maxDimension?: number }, Side][]) {
  for (const format of formats) {
    test(`${source.join(" × ")} with ${JSON.stringify(options)} is ${wanted.join(" × ")} in ${format}`, async (t) => {
      const { body, width, height } = await compressed(t, blackPng(...source), { format, ...options });

      const header = await sharp(body).metadata();
      t.deepEqual([header.width, header.height], wanted);
      t.deepEqual([width, height], wanted);
    });
  }
}

for (const format of formats) {
  for (const sourceFormat of ["jpeg", "tiff", "webp", "gif"] as const) {
    test(`One pixel of ${sourceFormat} is one pixel of ${format}`, async (t) => {
      const { body } = await compressed(t, await noise(1).toFormat(sourceFormat).toBuffer(), { format });

      const { width, height } = await sharp(body).metadata();
      t.deepEqual([width, height], [1, 1]);
    });
  }
}
