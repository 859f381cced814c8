"""What a file is, by looking into it; its name and what its sender calls it prove nothing.

A list of what is let in. Whatever else there is (programs, pages, archives, kinds of which the place cannot be taken
out) is refused.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final

from bot.media import NotKept, Unfit
from bot.messages import AttachmentKind
from bot.without_place import cleaned


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of file that we keep: how it is handed on, its media type, and the end of its name."""

    shown_as: AttachmentKind
    mime: str
    ending: str


_PHOTO, _VIDEO = AttachmentKind.PHOTO, AttachmentKind.VIDEO
_VOICE, _DOCUMENT = AttachmentKind.VOICE, AttachmentKind.DOCUMENT
JPEG: Final = Kind(shown_as=_PHOTO, mime="image/jpeg", ending="jpg")
PNG: Final = Kind(shown_as=_PHOTO, mime="image/png", ending="png")
WEBP: Final = Kind(shown_as=_PHOTO, mime="image/webp", ending="webp")
MP4: Final = Kind(shown_as=_VIDEO, mime="video/mp4", ending="mp4")
MOV: Final = Kind(shown_as=_VIDEO, mime="video/quicktime", ending="mov")
OGG: Final = Kind(shown_as=_VOICE, mime="audio/ogg", ending="ogg")
MP3: Final = Kind(shown_as=_VOICE, mime="audio/mpeg", ending="mp3")
M4A: Final = Kind(shown_as=_VOICE, mime="audio/mp4", ending="m4a")
AMR: Final = Kind(shown_as=_DOCUMENT, mime="audio/amr", ending="amr")
PDF: Final = Kind(shown_as=_DOCUMENT, mime="application/pdf", ending="pdf")
_OFFICE: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = Kind(shown_as=_DOCUMENT, mime=f"{_OFFICE}wordprocessingml.document", ending="docx")
XLSX: Final = Kind(shown_as=_DOCUMENT, mime=f"{_OFFICE}spreadsheetml.sheet", ending="xlsx")
PPTX: Final = Kind(shown_as=_DOCUMENT, mime=f"{_OFFICE}presentationml.presentation", ending="pptx")

_BEGINNINGS: Final = (
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), WEBP),
    (re.compile(rb"....ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V |MSNV|3gp.|3g2.|dash)", re.DOTALL), MP4),
    (re.compile(rb"....ftypqt  ", re.DOTALL), MOV),
    (re.compile(rb"....ftypM4[AB] ", re.DOTALL), M4A),
    (re.compile(rb"OggS\0"), OGG),
    (re.compile(rb"ID3[\x02-\x04]|\xff[\xfb\xf3\xf2]"), MP3),
    (re.compile(rb"#!AMR"), AMR),
    (re.compile(rb"%PDF-"), PDF),
)
# The part that each office document has and no other archive does.
_PARTS: Final = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("ppt/presentation.xml", PPTX))
_MACROS: Final = "vbaproject.bin"
KINDS: Final = {kind.mime: kind for kind in (JPEG, PNG, WEBP, MP4, MOV, OGG, MP3, M4A, AMR, PDF, DOCX, XLSX, PPTX)}


def ending_of(mime: str) -> str:
    """The end of a name for this media type."""
    return KINDS[mime].ending if mime in KINDS else "bin"


def kind_of(content: bytes) -> Kind | None:
    """What it is, if it is of a kind that we keep."""
    for beginning, kind in _BEGINNINGS:
        if beginning.match(content):
            return kind
    return _office(content) if content.startswith(b"PK\x03\x04") else None


def looked_into(content: bytes) -> tuple[Kind, bytes]:
    """What it is, and the same without the place where it was taken. Raises `NotKept`."""
    kind = kind_of(content)
    if kind is None:
        raise NotKept(Unfit.KIND)
    try:
        return kind, cleaned(kind.mime, content)
    except (ValueError, IndexError):
        raise NotKept(Unfit.DAMAGED) from None


def _office(content: bytes) -> Kind | None:
    """An office document without programs in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(name.lower().endswith(_MACROS) for name in names):
        return None
    return next((kind for part, kind in _PARTS if part in names), None)
