"""Pictures and videos without what they tell beside the picture: the place, the device, comments.

The picture itself is not decoded and not changed, so that nothing is lost and a large one costs no memory. Which way
up it is to be shown stays. Formats: ITU-T T.81 (JPEG), PNG (third edition), the WebP container, ISO 14496-12 (MP4).
"""

import io
import re
import struct
from collections.abc import Iterator
from typing import Final

_ORIENTATION: Final = 0x0112
# Of a JPEG's application segments these stay: JFIF, the colour profile, Adobe's colour transform.
_APP0, _APP15, _COMMENT = 0xE0, 0xEF, 0xFE
_KEPT_APPS: Final = frozenset({0xE0, 0xE2, 0xEE})
_PROFILE: Final = b"ICC_PROFILE\0"
_SCAN, _END, _ESCAPED = 0xDA, 0xD9, 0x00
_RESTARTS: Final = range(0xD0, 0xD8)
_PNG_TELLS: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_WEBP_TELLS: Final = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS: Final = 0x08 | 0x04  # "has EXIF", "has XMP" in the VP8X header
# ISO 6709 as cameras write it, such as +36.0611+103.8343+1520.000/
_SPOT: Final = re.compile(rb"[+-]\d{2}(?:\.\d+)?[+-]\d{3}(?:\.\d+)?(?:[+-]\d+(?:\.\d+)?)?(?:CRS[A-Za-z0-9_]+)?/")


def cleaned(mime: str, content: bytes) -> bytes:
    """The same file without the place. Raises `ValueError` or `IndexError` for one that is damaged."""
    match mime:
        case "image/jpeg":
            return b"".join(_jpeg(content))
        case "image/png":
            return b"".join(_png(content))
        case "image/webp":
            return _webp(content)
        case "video/mp4" | "video/quicktime" | "audio/mp4":
            return b"".join(_boxes(content))
    return content


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Segment by segment. What stands behind the end (some phones put a second picture there) is left out."""
    yield content[:2]
    yield _upright(content)
    at = 2
    while True:
        # Any marker may have more of its first byte before it.
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        marker = _marker(content, at)
        if marker == _END:
            yield content[at : at + 2]
            return
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
        if end > len(content) or end < at + 4:
            raise ValueError("a segment without an end")
        if _stays(marker, content[at + 4 : end]):
            yield content[at:end]
        at = end
        if marker == _SCAN:
            at = _behind_scan(content, end)
            yield content[end:at]


def _marker(content: bytes, at: int) -> int:
    if content[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
        raise ValueError("no marker where one must be")
    return content[at + 1]


def _stays(marker: int, body: bytes) -> bool:
    if marker == _COMMENT:
        return False
    if not _APP0 <= marker <= _APP15:
        return True
    return marker in _KEPT_APPS and (marker != 0xE2 or body.startswith(_PROFILE))  # noqa: PLR2004 - APP2


def _behind_scan(content: bytes, at: int) -> int:
    """Where the next marker stands behind compressed data."""
    while True:
        at = content.index(b"\xff", at)
        if content[at + 1] != _ESCAPED and content[at + 1] not in _RESTARTS:
            return at
        at += 2


def _upright(content: bytes) -> bytes:
    """A segment that says which way up the picture is, where it is not as it lies."""
    # A service that is sent no pictures need not load it.
    from PIL import Image  # noqa: PLC0415

    try:
        with Image.open(io.BytesIO(content)) as picture:
            turned = picture.getexif().get(_ORIENTATION, 1)
    except (OSError, SyntaxError, Image.DecompressionBombError) as damage:
        raise ValueError("no picture") from damage
    if turned not in range(2, 9):
        return b""
    exif = Image.Exif()
    exif[_ORIENTATION] = turned
    body = exif.tobytes()
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2, "big") + body


def _png(content: bytes) -> Iterator[bytes]:
    yield content[:8]
    at = 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 12 + length
        if end > len(content):
            raise ValueError("a part without an end")
        if name not in _PNG_TELLS:
            yield content[at:end]
        at = end
        if name == b"IEND":
            return


def _webp(content: bytes) -> bytes:
    parts, at = bytearray(), 12
    while at + 8 <= len(content):
        name = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        end = at + 8 + length + length % 2
        if name == b"VP8X":
            parts += content[at : at + 8] + bytes([content[at + 8] & ~_WEBP_FLAGS & 0xFF]) + content[at + 9 : end]
        elif name not in _WEBP_TELLS:
            parts += content[at:end]
        at = end
    return b"RIFF" + struct.pack("<I", len(parts) + 4) + b"WEBP" + bytes(parts)


def _boxes(content: bytes) -> Iterator[bytes]:
    """Box by box: in all but the pictures and sounds themselves a place is written over, so that no length changes."""
    at = 0
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if length == 1:
            (length,) = struct.unpack_from(">Q", content, at + 8)
        end = len(content) if length == 0 else at + length
        if end <= at:
            raise ValueError("a box without an end")
        yield _told_nothing(content[at:end])
        at = end


def _told_nothing(box: bytes) -> bytes:
    if box[4:8] == b"mdat":
        return box
    if box[4:8] == b"uuid":
        # Somebody's own remarks, such as XMP; players skip what is free.
        return box[:4] + b"free" + bytes(len(box) - 8)
    return _SPOT.sub(lambda found: b" " * len(found[0]), box)
