"""Scores outputs with SSIMULACRA2 against their sources: Pillow converts these to sRGB, puts them on white and resizes them with Lanczos."""
import io
import os
import tempfile
from functools import lru_cache

from PIL import Image, ImageCms, ImageOps
from ssimulacra2 import compute_ssimulacra2

from lines import serve

folder = tempfile.TemporaryDirectory()


def in_srgb(image):
    profile = image.info.get("icc_profile")
    if profile is None or image.mode not in ("RGB", "RGBA"):
        return image
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=image.mode)


def on_white(image):
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    image = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")


@lru_cache(maxsize=4)
def reference(source, size):
    image = on_white(in_srgb(ImageOps.exif_transpose(Image.open(source))))
    path = os.path.join(folder.name, f"{abs(hash((source, size)))}.png")
    image.resize(size, Image.Resampling.LANCZOS).save(path, compress_level=1)
    return path


def score(job):
    with Image.open(job["output"]) as output:
        size = output.size
    return {"score": compute_ssimulacra2(reference(job["source"], size), job["output"])}


serve(score)
