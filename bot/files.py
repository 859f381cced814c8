"""Files that we send: chosen in a turn, made (or taken from the shelf) when they leave.

What waits in the outbox is only the recipe (who makes it, and of what). So a file says what is true when it leaves,
erasure needs to look for no copies, and no turn waits for its making.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class File:
    """A file to be sent: its name for the reader, and its recipe. `content` is filled in just before it leaves."""

    name: str
    mime: str
    # The name of a feature's `FileMaker`, and what it is told.
    made_by: str
    value: str
    # How it is shown: the value of an `AttachmentKind`.
    kind: str = "document"
    # What the reader is told where the network takes no file so large.
    otherwise: str = ""
    content: bytes = field(default=b"", repr=False, compare=False)
    # Filled in for what lies on the shelf: the name of its content, and the network's own handle of the same file
    # where that account has it already.
    digest: str = field(default="", repr=False, compare=False)
    handle: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class OnShelf:
    """What a file is, in the words of its feature: something that somebody sent and that we keep.

    `came_from` names the network and our account there that have it under `reference`; None: they have another form
    of it.
    """

    digest: str
    came_from: tuple[str, str] | None = None
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a document: a heading and lines of finished words."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo in a document: what stands below it, and what lies on the shelf. `content` (Base64) is filled in."""

    caption: str
    digest: str
    content: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document to print, finished in one language: facts as label and value, sections, photos, then a last line."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str = ""
    photos: tuple[Photo, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture to draw, finished in one language, as SVG."""

    svg: str


Cell = str | int | datetime | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A table for a spreadsheet program, small enough to be held at once; `form` is xlsx or csv."""

    form: str
    header: tuple[str, ...]
    rows: Sequence[Sequence[Cell]]


class Printer(Protocol):
    """Makes pages of a document, and draws pictures."""

    @property
    def has_font(self) -> bool:
        """Can anything be made here?"""

    async def table(self, sheet: Sheet) -> bytes:
        """The table as a file of its form. Needs no font."""

    async def drawn(self, picture: Picture) -> bytes:
        """The picture as PNG. Raises `NoFile` when that cannot be done here."""

    async def pages(self, document: Document) -> bytes:
        """The document as PDF. Raises `NoFile` when that cannot be done here."""


class NoFile(Exception):  # noqa: N818 - a fact; its words are for the operator
    """The file cannot be made; the message says why."""
