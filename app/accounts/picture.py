"""A program by itself: reads an uploaded picture, writes it as a WebP of the shape it is told, or says why not.

`square` is 256 pixels wide and high, `frame` at most 1920. The size goes to standard error. Ends with 2 for what is no picture of the three kinds, with 3 for one of too many pixels.
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps

KINDS = ("PNG", "JPEG", "WEBP")
MOST_PIXELS = 24_000_000
SIDE = 256
LONGEST = 1920
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
            drawn = _frame(picture) if sys.argv[1:] == ["frame"] else _square(picture)
            webp = _webp(drawn)
    except MemoryError:
        return 3
    except Exception:  # noqa: BLE001  a hostile file may break a decoder in any way
        return 2
    sys.stderr.write(f"{drawn.width}x{drawn.height}")
    sys.stdout.buffer.write(webp)
    return 0


def _square(picture: Image.Image) -> Image.Image:
    """Cut to a square of the same middle."""
    picture.draft("RGB", (SIDE * 2, SIDE * 2))
    return ImageOps.fit(_pixels(picture), (SIDE, SIDE))


def _frame(picture: Image.Image) -> Image.Image:
    """As it is, unless it is larger than a screen."""
    drawn = _pixels(picture)
    drawn.thumbnail((LONGEST, LONGEST))
    return drawn


def _pixels(picture: Image.Image) -> Image.Image:
    """Turned the right way up: only its pixels survive."""
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _webp(drawn: Image.Image) -> bytes:
    drawn.info.clear()
    out = io.BytesIO()
    drawn.save(out, "WEBP", quality=82)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
