import { profileOfCicp } from "../colour/cicp.ts";
import { unpremultiply } from "../colour/unpremultiply.ts";
import type { Blocks } from "../metadata/carrier.ts";
import type { Convertible } from "./convertible.ts";
import { createLibHeif, type LibHeif } from "./libheif-binding.ts";
import { createTiff } from "./tiff.ts";

// libheif's enumerations have these numbers.
const rgb = 1;
const interleaved = { rgb: 10, rgba: 11 };
const interleavedChannel = 10;
const profileTypes = { icc: new Set(["prof", "rICC"]), nclx: "nclx" };
const mostBlocks = 16;

/** Opens the primary image. libheif turns it upright: the orientation in EXIF must not be applied again. */
export async function openHeic(heic: Buffer): Promise<Convertible> {
  const heif = await createLibHeif();
  const { functions } = heif;
  const context = functions._heif_context_alloc();
  const bytes = heif.place(heic);
  heif.call(functions._heif_context_read_from_memory_without_copy, context, bytes, heic.length, 0);
  const result = heif.allocate(4);
  heif.call(functions._heif_context_get_primary_image_handle, context, result);
  const handle = heif.read32(result);
  const hasAlpha = functions._heif_image_handle_has_alpha_channel(handle) !== 0;
  return {
    width: functions._heif_image_handle_get_width(handle),
    height: functions._heif_image_handle_get_height(handle),
    hasAlpha,
    channels: hasAlpha ? 4 : 3,
    isConverted: true,
    blocks: readBlocks(heif, handle),
    convert: () => convert(heif, handle),
  };
}

/** The first four bytes of an EXIF block give its offset. XMP is a block of the type MIME. */
function readBlocks(heif: LibHeif, handle: number): Blocks {
  const { functions } = heif;
  const ids = heif.allocate(mostBlocks * 4);
  const count = functions._heif_image_handle_get_list_of_metadata_block_IDs(handle, 0, ids, mostBlocks);
  const blocks: Blocks = {};
  for (let at = 0; at < count; at += 1) {
    const id = heif.read32(ids + at * 4);
    const type = heif.readText(functions._heif_image_handle_get_metadata_type(handle, id));
    const content = heif.readText(functions._heif_image_handle_get_metadata_content_type(handle, id));
    const length = functions._heif_image_handle_get_metadata_size(handle, id);
    const read = () =>
      heif.readBytes(length, (place) =>
        heif.call(functions._heif_image_handle_get_metadata, handle, id, place),
      );
    if (type === "Exif" && length > 4) blocks.exif ??= withoutOffset(read());
    if (content === "application/rdf+xml") blocks.xmp ??= read();
  }
  return blocks;
}

function withoutOffset(block: Buffer): Buffer {
  return block.subarray(4 + block.readUInt32BE());
}

async function convert(heif: LibHeif, handle: number): Promise<Buffer> {
  const { functions } = heif;
  const channels = functions._heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const profile = profileOf(heif, handle);
  const result = heif.allocate(4);
  const chroma = channels === 4 ? interleaved.rgba : interleaved.rgb;
  heif.call(functions._heif_decode_image, handle, result, rgb, chroma, 0);
  const image = heif.read32(result);
  const plane = functions._heif_image_get_plane_readonly(image, interleavedChannel, result);
  const stride = heif.read32(result);
  const width = functions._heif_image_get_width(image, interleavedChannel);
  const height = functions._heif_image_get_height(image, interleavedChannel);
  const { file, pixels } = createTiff({ width, height, channels, profile });
  for (let y = 0; y < height; y += 1) {
    const start = plane + y * stride;
    pixels.set(functions.HEAPU8.subarray(start, start + width * channels), y * width * channels);
  }
  if (channels === 4 && functions._heif_image_is_premultiplied_alpha(image)) unpremultiply(pixels);
  return file;
}

function profileOf(heif: LibHeif, handle: number): Buffer | undefined {
  const { functions } = heif;
  const code = Buffer.alloc(4);
  code.writeUInt32BE(functions._heif_image_handle_get_color_profile_type(handle));
  const type = code.toString("latin1");
  if (profileTypes.icc.has(type)) {
    const length = functions._heif_image_handle_get_raw_color_profile_size(handle);
    return heif.readBytes(length, (at) =>
      heif.call(functions._heif_image_handle_get_raw_color_profile, handle, at),
    );
  }
  if (type !== profileTypes.nclx) return undefined;
  const result = heif.allocate(4);
  heif.call(functions._heif_image_handle_get_nclx_color_profile, handle, result);
  const numbers = heif.read32(result);
  return profileOfCicp(heif.read32(numbers + 4), heif.read32(numbers + 8));
}
