"""A program by itself: reads an uploaded picture, writes a WebP of 256 by 256 pixels, or says why not.

Ends with 2 for what is no picture of the three kinds, with 3 for one of too many pixels.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps

KINDS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 24_000_000
SIDE = 256
MEMORY = 1024 * 1024 * 1024
CPU_SECONDS = 10


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    # Nothing but standard output is written: no file may grow.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return 3
            drawn = _square(picture)
    except MemoryError:
        return 3
    except Exception:  # noqa: BLE001  a hostile file may break a decoder in any way
        return 2
    sys.stdout.buffer.write(drawn)
    return 0


def _square(picture: Image.Image) -> bytes:
    """Turned the right way up, cut to a square, and written anew: only its pixels survive."""
    picture.draft("RGB", (SIDE * 2, SIDE * 2))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    square = ImageOps.fit(upright.convert("RGBA" if upright.has_transparency_data else "RGB"), (SIDE, SIDE))
    square.info.clear()
    out = io.BytesIO()
    square.save(out, "WEBP", quality=82)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
