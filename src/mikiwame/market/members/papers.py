"""Pictures of identity papers: made anew, small enough to keep, and sealed before they reach the database."""

from io import BytesIO

from PIL import Image, ImageOps

from mikiwame.core.errors import Refused

from .sealing import keyring

SIZE_MOST = 15 << 20
"""Bytes of a picture as it is sent."""
PIXELS_MOST = 25_000_000
"""A few bytes can unfold into so many: each takes four in memory, twice."""
SIDE_MOST = 2_400
"""Pixels that a picture keeps along its longer side: small print can be read, and no more."""
FORMATS = ("JPEG", "PNG", "WEBP")


def picture(content: bytes) -> bytes:
    """The same picture as a JPEG, upright, without place, time, camera or anything hidden in it.

    Raises Refused: ``file_empty``, ``file_too_large``, ``paper_too_large``, ``paper_unreadable``.
    """
    if not content:
        raise Refused("file_empty", field="pictures")
    if len(content) > SIZE_MOST:
        raise Refused("file_too_large", field="pictures", most=SIZE_MOST >> 20)
    anew = BytesIO()
    try:
        with Image.open(BytesIO(content), formats=list(FORMATS)) as image:
            if image.width * image.height > PIXELS_MOST:
                raise Refused("paper_too_large", field="pictures")
            small = image if image.mode in {"RGB", "L"} else image.convert("RGB")
            small.thumbnail((SIDE_MOST, SIDE_MOST))
            upright = ImageOps.exif_transpose(small).convert("RGB")
            upright.info = {}
            upright.save(anew, "JPEG", quality=88)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Refused("paper_unreadable", field="pictures") from None
    return anew.getvalue()


def sealed(content: bytes, *, place: str) -> bytes:
    """A picture as it is kept."""
    return keyring().seal_bytes(content, place=place)


def opened(content: bytes, *, place: str) -> bytes:
    """What ``sealed`` made; raises SealBroken."""
    return keyring().open_bytes(content, place=place)
