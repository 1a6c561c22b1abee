"""Compresses as the Python labs on S3 and Lambda do, and measures the processor time."""
import io
import time

from PIL import Image

from lines import serve


def compress(path, scale, quality):
    image = Image.open(path).convert("RGB")
    size = (round(image.width * scale), round(image.height * scale))
    output = io.BytesIO()
    image.resize(size, Image.Resampling.LANCZOS).save(output, "JPEG", quality=quality, optimize=True, progressive=True)
    return output.getvalue()


def measure(job):
    start = time.process_time()
    body = compress(job["source"], job["scale"], job["quality"])
    milliseconds = (time.process_time() - start) * 1000
    with open(job["output"], "wb") as file:
        file.write(body)
    return {"milliseconds": milliseconds}


serve(measure)
