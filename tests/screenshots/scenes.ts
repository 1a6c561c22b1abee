import sharp from "sharp";
import { createRandom, type Random } from "../helpers/random.ts";

interface Scene {
  name: string;
  seed: number;
  /** Colours from the top to the horizon. */
  sky: [string, string, string];
  sun: { x: number; y: number; colour: string };
  /** Colours from the farthest hill to the nearest. */
  hills: string[];
  hasLake?: true;
}

const [width, height] = [1800, 1200];

/** Generated landscapes: they look like photos, and nobody owns the rights. */
export const scenes: Scene[] = [
  {
    name: "morning-lake.jpg",
    seed: 11,
    sky: ["#2b4a7f", "#f2a65a", "#ffe3b3"],
    sun: { x: 0.68, y: 0.47, colour: "#fff4d6" },
    hills: ["#b98a86", "#8a6a7d", "#574a68", "#2f2c48"],
    hasLake: true,
  },
  {
    name: "north-ridge.jpg",
    seed: 27,
    sky: ["#3f7cac", "#95bfdc", "#e6f1f7"],
    sun: { x: 0.25, y: 0.2, colour: "#ffffff" },
    hills: ["#a9c0cf", "#7694a8", "#4b6d80", "#2f4d4a", "#1d322c"],
  },
  {
    name: "desert-evening.jpg",
    seed: 41,
    sky: ["#4b1d52", "#c8553d", "#f7b267"],
    sun: { x: 0.4, y: 0.52, colour: "#ffd9a0" },
    hills: ["#c1694f", "#9a4a3c", "#6e2f30", "#3c1a22"],
  },
  {
    name: "fjord.jpg",
    seed: 58,
    sky: ["#24576b", "#7fb7be", "#d3f3ee"],
    sun: { x: 0.8, y: 0.3, colour: "#fdfcdc" },
    hills: ["#8fb3b0", "#5d8a86", "#335f5c", "#17393b"],
    hasLake: true,
  },
  {
    name: "winter-dusk.jpg",
    seed: 73,
    sky: ["#1b2a49", "#6d6a9c", "#f3c6d3"],
    sun: { x: 0.55, y: 0.5, colour: "#ffe5ec" },
    hills: ["#c6c3de", "#9a98c2", "#65689a", "#363b66", "#1d2140"],
  },
  {
    name: "green-valley.jpg",
    seed: 90,
    sky: ["#5aa9e6", "#bfe3f5", "#fbf8e3"],
    sun: { x: 0.15, y: 0.25, colour: "#fffbe6" },
    hills: ["#a7c4a0", "#7fae72", "#558b4c", "#316334", "#1a3d24"],
  },
];

/** Paints a scene as a JPEG with the grain of a camera. */
export async function paint(scene: Scene): Promise<Buffer> {
  const grain = { type: "gaussian" as const, mean: 128, sigma: 12 };
  const noise = sharp({ create: { width, height, channels: 3, background: "#808080", noise: grain } });
  const overlay = await noise.greyscale().png().toBuffer();
  return sharp(Buffer.from(svg(scene)))
    .removeAlpha()
    .composite([{ input: overlay, blend: "soft-light" }])
    .jpeg({ quality: 95 })
    .toBuffer();
}

function svg({ sky, sun, hills, seed, hasLake }: Scene): string {
  const random = createRandom(seed);
  const horizon = height * 0.58;
  const layers = hills.map((colour, index) => {
    const base = horizon + (index * (height - horizon)) / (hills.length + (hasLake ? 2 : 0));
    return `<path d="${ridge(random, base, 150 - index * 18)}" fill="${colour}"/>
      <path d="${ridge(random, base + 60, 90)}" fill="#ffffff" opacity="${0.1 - index * 0.02}" filter="url(#mist)"/>`;
  });
  const water = `<rect y="${height * 0.8}" width="${width}" height="${height * 0.2}" fill="url(#water)"/>
    <rect y="${height * 0.8}" width="${width}" height="${height * 0.2}" filter="url(#ripples)" opacity="0.35"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs>
      <linearGradient id="sky" x2="0" y2="1">${stops([sky[0], sky[1], sky[2]])}</linearGradient>
      <linearGradient id="water" x2="0" y2="1">${stops([sky[2], sky[1], sky[0]])}</linearGradient>
      <radialGradient id="glow">
        <stop stop-color="${sun.colour}"/><stop offset="1" stop-color="${sun.colour}" stop-opacity="0"/>
      </radialGradient>
      <filter id="mist"><feGaussianBlur stdDeviation="24"/></filter>
      <filter id="clouds" x="0" y="0" width="1" height="1">
        <feTurbulence type="fractalNoise" baseFrequency="0.0022 0.009" numOctaves="5" seed="${seed}"/>
        <feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  1.9 0 0 0 -0.85"/>
      </filter>
      <filter id="ripples" x="0" y="0" width="1" height="1">
        <feTurbulence type="fractalNoise" baseFrequency="0.006 0.11" numOctaves="3" seed="${seed}"/>
        <feColorMatrix values="0 0 0 0 1  0 0 0 0 1  0 0 0 0 1  2 0 0 0 -0.8"/>
      </filter>
    </defs>
    <rect width="${width}" height="${height}" fill="url(#sky)"/>
    <circle cx="${sun.x * width}" cy="${sun.y * height}" r="420" fill="url(#glow)" opacity="0.75"/>
    <circle cx="${sun.x * width}" cy="${sun.y * height}" r="46" fill="${sun.colour}"/>
    <rect width="${width}" height="${horizon}" filter="url(#clouds)" opacity="0.7"/>
    ${layers.join("")}${hasLake ? water : ""}
  </svg>`;
}

function stops(colours: string[]): string {
  return colours
    .map((colour, index) => `<stop offset="${index / (colours.length - 1)}" stop-color="${colour}"/>`)
    .join("");
}

/** Draws a ridge by midpoint displacement: every halving adds bumps of about half the height. */
function ridge(random: Random, base: number, roughness: number): string {
  let heights = [random.integer(roughness), random.integer(roughness)];
  for (let bump = roughness; heights.length < 400; bump /= 1.9) {
    heights = heights.flatMap((one, index) => {
      const next = heights[index + 1];
      return next === undefined ? [one] : [one, (one + next) / 2 + random.integer(bump) - bump / 2];
    });
  }
  const points = heights.map((bump, index) => `${(index / (heights.length - 1)) * width} ${base - bump}`);
  return `M0 ${height} L${points.join(" L")} L${width} ${height} Z`;
}
