type Fallible<Args extends number[]> = (error: number, ...args: Args) => void;

/** The libheif functions in use. Pointers and enumerations are numbers; a struct returned by C is the first argument here. */
interface Functions {
  /** These two views are replaced whenever the memory grows. */
  HEAPU8: Uint8Array;
  HEAPU32: Uint32Array;
  _malloc(bytes: number): number;
  _heif_context_alloc(): number;
  _heif_context_read_from_memory_without_copy: Fallible<
    [context: number, bytes: number, length: number, options: number]
  >;
  _heif_context_get_primary_image_handle: Fallible<[context: number, handle: number]>;
  _heif_image_handle_get_width(handle: number): number;
  _heif_image_handle_get_height(handle: number): number;
  _heif_image_handle_has_alpha_channel(handle: number): number;
  _heif_image_handle_get_color_profile_type(handle: number): number;
  _heif_image_handle_get_raw_color_profile_size(handle: number): number;
  _heif_image_handle_get_raw_color_profile: Fallible<[handle: number, bytes: number]>;
  _heif_image_handle_get_nclx_color_profile: Fallible<[handle: number, profile: number]>;
  _heif_image_handle_get_list_of_metadata_block_IDs(
    handle: number,
    type: number,
    ids: number,
    most: number,
  ): number;
  _heif_image_handle_get_metadata_type(handle: number, id: number): number;
  _heif_image_handle_get_metadata_content_type(handle: number, id: number): number;
  _heif_image_handle_get_metadata_size(handle: number, id: number): number;
  _heif_image_handle_get_metadata: Fallible<[handle: number, id: number, bytes: number]>;
  _heif_decode_image: Fallible<
    [handle: number, image: number, colourSpace: number, chroma: number, options: number]
  >;
  _heif_image_get_width(image: number, channel: number): number;
  _heif_image_get_height(image: number, channel: number): number;
  _heif_image_is_premultiplied_alpha(image: number): number;
  _heif_image_get_plane_readonly(image: number, channel: number, stride: number): number;
}

const errorBytes = 12;
const memoryAllocationError = 6;
const unspecified = 0;

/**
 * Creates a libheif with its own memory, which never shrinks: nothing in it is freed, and all of it goes with its last reference.
 * libheif is loaded from its own folder at the first call.
 */
export async function createLibHeif() {
  const module = await import("libheif-js/libheif-wasm/libheif.js");
  // Its types describe an ES module, but the file is CommonJS.
  const create = module.default as unknown as () => Functions;
  const functions = create();
  const error = functions._malloc(errorBytes);

  return {
    functions,
    /** Copies `bytes` into its memory. */
    place(bytes: Uint8Array): number {
      const at = allocate(functions, bytes.length);
      functions.HEAPU8.set(bytes, at);
      return at;
    },
    allocate: (bytes: number) => allocate(functions, bytes),
    read32: (at: number) => functions.HEAPU32[at >>> 2] ?? 0,
    readText: (at: number) => textAt(functions, at),
    /** Copies `length` bytes, which `write` puts at the address it gets. */
    readBytes(length: number, write: (at: number) => void): Buffer {
      const at = allocate(functions, length);
      write(at);
      return Buffer.from(functions.HEAPU8.slice(at, at + length));
    },
    call<Args extends number[]>(fallible: Fallible<Args>, ...args: Args): void {
      fallible(error, ...args);
      throwIfFailed(functions, error);
    },
  };
}

export type LibHeif = Awaited<ReturnType<typeof createLibHeif>>;

function allocate(functions: Functions, bytes: number): number {
  const at = functions._malloc(bytes);
  if (at === 0) throw new Error(`libheif is out of memory: ${bytes} bytes`);
  return at;
}

function textAt({ HEAPU8 }: Functions, at: number): string {
  return Buffer.from(HEAPU8.subarray(at, HEAPU8.indexOf(0, at))).toString();
}

function throwIfFailed(functions: Functions, error: number): void {
  const [code = 0, detail = 0, message = 0] = functions.HEAPU32.subarray(
    error >>> 2,
    (error + errorBytes) >>> 2,
  );
  if (code === 0) return;
  // With a detail, the code reports a size in the file, which libheif never tried to allocate.
  const isOutOfMemory = code === memoryAllocationError && detail === unspecified;
  const text = textAt(functions, message);
  throw new Error(isOutOfMemory ? `libheif is out of memory: ${text}` : text);
}
