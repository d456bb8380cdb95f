"""Photos as readers may see them: small, upright, without what a camera writes into them; and two of them as one."""

import base64
import io
import warnings
from pathlib import Path

from PIL import Image, ImageDraw, ImageOps, UnidentifiedImageError

LONGEST = 1200  # pixels of a photo's longer side
LONGEST_COMPARED = 960
MOST_BYTES, MOST_PIXELS = 20_000_000, 50_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 82
PAPER, LINE = "#FFFFFF", "#FAFAF7"


class PhotoError(Exception):
    """A photo that cannot be shown; the message says why, and `reason` in one word, for the reader's language.

    Reasons: unnamed, name, absent, consent, hidden (from this viewer, or not there), large, format, damaged.
    """

    def __init__(self, reason: str, message: str):
        super().__init__(message)
        self.reason = reason


def checked_name(name: str | None) -> str:
    """The name of a file in `photos/`, refused when it is none or leads anywhere else."""
    if not name or not name.strip():
        raise PhotoError("unnamed", "The export names no such photo.")
    if name in (".", "..") or "/" in name or "\\" in name or "\0" in name or Path(name).name != name:
        raise PhotoError("name", f"'{name[:60]}' is not the plain name of a file in photos/. Correct it in the export.")
    return name


def clean(path: Path) -> bytes:
    """The photo as a JPEG of at most 1,200 pixels, upright, with nothing in it but its picture.

    What cameras add (place, time, owner, thumbnails, colour profiles) is left behind, since the picture is drawn anew.
    Raises PhotoError for a file that is no JPEG, PNG or WebP, or is too large to open safely.
    """
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise PhotoError(
            "large", f"{path.name} is {size / 1e6:.0f} MB; photos may have up to {MOST_BYTES // 1_000_000} MB."
        )
    try:
        with warnings.catch_warnings():
            # Pillow warns of a bomb where it should refuse; its size is judged below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as photo:
                return _redrawn(photo, path.name)
    except UnidentifiedImageError:
        raise PhotoError("format", f"{path.name} is not a JPEG, PNG or WebP picture.") from None
    except Image.DecompressionBombError:
        raise _too_many_pixels(path.name) from None
    except (OSError, ValueError, SyntaxError) as error:
        raise PhotoError("damaged", f"{path.name} is damaged: {error}.") from None


def _redrawn(photo: Image.Image, name: str) -> bytes:
    # The size stands in the file's head: it is judged before a pixel is unpacked.
    if photo.width * photo.height > MOST_PIXELS:
        raise _too_many_pixels(name)
    photo.draft("RGB", (LONGEST, LONGEST))
    upright = ImageOps.exif_transpose(photo)
    upright.thumbnail((LONGEST, LONGEST))
    return _jpeg(_opaque(upright))


def _too_many_pixels(name: str) -> PhotoError:
    return PhotoError(
        "large", f"{name} has too many pixels to open safely; up to {MOST_PIXELS // 1_000_000} million are shown."
    )


def _opaque(photo: Image.Image) -> Image.Image:
    """The picture alone, on white where it is see-through."""
    if photo.has_transparency_data:
        seen = photo.convert("RGBA")
        paper = Image.new("RGB", seen.size, PAPER)
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    bare = Image.new("RGB", photo.size)
    bare.paste(photo.convert("RGB"))
    return bare


def _jpeg(photo: Image.Image) -> bytes:
    out = io.BytesIO()
    photo.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def compared(before: bytes, after: bytes, percent: int) -> bytes:
    """One picture of two clean photos: `percent` of its width, from the left, is of before, the rest is of after.

    Both have the shape of the one before, cut from their middle, so that the same place lies at the same place.
    """
    first = Image.open(io.BytesIO(before))
    first.thumbnail((LONGEST_COMPARED, LONGEST_COMPARED))
    second = ImageOps.fit(Image.open(io.BytesIO(after)), first.size)
    edge = round(first.width * min(max(percent, 0), 100) / 100)
    second.paste(first.crop((0, 0, edge, first.height)), (0, 0))
    if 0 < edge < first.width:
        ImageDraw.Draw(second).line([(edge, 0), (edge, first.height)], fill=LINE, width=4)
    return _jpeg(second)


def as_link(photo: bytes) -> str:
    """The picture inside its own address (a `data:` URI): the server keeps no file of it that others might ask for."""
    return "data:image/jpeg;base64," + base64.b64encode(photo).decode("ascii")
