"""Files that we send: chosen in a turn, made when they leave, kept nowhere.

What waits in the outbox is only the recipe (who makes it, and of what). So a file says what is true when it leaves,
erasure needs to look for no copies, and no turn waits for its making.
"""

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class File:
    """A file to be sent: its name for the reader, and its recipe. `content` is filled in just before it leaves."""

    name: str
    mime: str
    # The name of a feature's `FileMaker`, and what it is told.
    made_by: str
    value: str
    content: bytes = field(default=b"", repr=False, compare=False)


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a document: a heading and lines of finished words."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document to print, finished in one language: facts as label and value, then sections, then a last line."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    foot: str = ""


class Printer(Protocol):
    """Makes pages of a document."""

    async def pages(self, document: Document) -> bytes:
        """The document as PDF. Raises `NoFile` when that cannot be done here."""


class NoFile(Exception):  # noqa: N818 - a fact; its words are for the operator
    """The file cannot be made; the message says why."""
