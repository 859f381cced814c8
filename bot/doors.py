"""Sheets for the doors of buildings, as they are handed to whoever draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, kw_only=True)
class Code:
    """An address to scan, and what the code is for."""

    label: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Poster:
    """A sheet for the door of one building, finished in one language.

    `codes`: the likeliest network first. `numbers`: for danger; `foot`: for those who do not scan.
    """

    heading: str
    place: str
    steps: tuple[str, ...]
    codes: tuple[Code, ...]
    numbers: str
    foot: str


@runtime_checkable
class Press(Protocol):
    """Draws sheets."""

    async def posters(self, posters: Sequence[Poster]) -> bytes:
        """The sheets as PDF, a page each. Raises `bot.files.NoFile` when that cannot be done here."""

    async def pictures(self, pdf: bytes) -> Sequence[bytes]:
        """Each page of a PDF as PNG."""
