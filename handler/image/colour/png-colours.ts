import { deflateSync } from "node:zlib";
import { chunksOf, createChunk } from "../formats/png-chunks.ts";
import { spaceOfCicp } from "./cicp.ts";
import { type Chromaticities, type Curve, greyProfile, rgbProfile, srgb } from "./profile-writer.ts";

const headerEnd = 33;
const isGrey = (png: Buffer) => [0, 4].includes(png[25] ?? 0);

/** Programs write 2.2 for sRGB. Within the tolerances a gamma and corners count as sRGB's. */
const [usualGamma, gammaTolerance, cornerTolerance] = [2.2, 0.05, 0.005];

/**
 * Adds a profile for colours stated in numbers, by cICP or by gAMA and cHRM, which libvips passes over. Returns a PNG with a profile
 * of its own or in sRGB unchanged.
 */
export function withStatedColours(png: Buffer): Buffer {
  const chunks = chunksBeforeImage(png);
  if (chunks.has("iCCP")) return png;
  const profile = profileOf(chunks, isGrey(png));
  if (profile === undefined) return png;
  return Buffer.concat([png.subarray(0, headerEnd), profileChunk(profile), png.subarray(headerEnd)]);
}

function chunksBeforeImage(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (const { name, content } of chunksOf(png)) {
    if (name === "IDAT") break;
    chunks.set(name, content);
  }
  return chunks;
}

/** The PNG specification ranks cICP before sRGB, and sRGB before gAMA and cHRM. */
function profileOf(chunks: Map<string, Buffer>, grey: boolean): Buffer | undefined {
  const [primaries = 0, transfer = 0] = chunks.get("cICP") ?? [];
  const named = spaceOfCicp(primaries, transfer);
  if (named !== undefined) return createProfile(named.space, named.curve, grey);
  if (chunks.has("cICP") || chunks.has("sRGB")) return undefined;
  const gamma = 100_000 / uint32(chunks.get("gAMA"), 0);
  if (!(gamma > 0.1 && gamma < 10)) return undefined;
  const corners = chromaticities(chunks.get("cHRM")) ?? srgb;
  const isUsual = Math.abs(gamma - usualGamma) < gammaTolerance && (grey || isNearSrgb(corners));
  return isUsual ? undefined : createProfile(corners, gamma, grey);
}

function createProfile(space: Chromaticities, curve: Curve, grey: boolean): Buffer {
  return grey ? greyProfile(curve) : rgbProfile(space, curve);
}

function chromaticities(chunk: Buffer | undefined): Chromaticities | undefined {
  if (chunk === undefined || chunk.length < 32) return undefined;
  const corner = (at: number): [number, number] => [
    uint32(chunk, at * 8) / 100_000,
    uint32(chunk, at * 8 + 4) / 100_000,
  ];
  const space = { white: corner(0), red: corner(1), green: corner(2), blue: corner(3) };
  return isTriangle(space) && space.white[1] > 0 ? space : undefined;
}

/** Corners on one line, or with a y of 0, make no space. */
function isTriangle({ red, green, blue }: Chromaticities): boolean {
  const [[ax, ay], [bx, by]] = [red, green].map(([x, y]) => [x - blue[0], y - blue[1]] as const) as [
    readonly [number, number],
    readonly [number, number],
  ];
  return Math.abs(ax * by - ay * bx) > 0.02 && [red, green, blue].every(([, y]) => y > 0);
}

function isNearSrgb(space: Chromaticities): boolean {
  return (["red", "green", "blue", "white"] as const).every((corner) =>
    space[corner].every((value, at) => Math.abs(value - (srgb[corner][at] ?? 0)) < cornerTolerance),
  );
}

/** Returns 0 where the bytes are missing. */
function uint32(chunk: Buffer | undefined, at: number): number {
  return chunk !== undefined && chunk.length >= at + 4 ? chunk.readUInt32BE(at) : 0;
}

function profileChunk(profile: Buffer): Buffer {
  return createChunk("iCCP", Buffer.concat([Buffer.from("profile\0\0"), deflateSync(profile)]));
}
