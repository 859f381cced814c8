"""What an address of the board asks for, and the address that asks for something. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from bot.community import PlaceId
from bot.features.board.views import Standing, Wish

PATH: Final = "/board"
CATEGORIES: Final = ("environment", "dispute", "service", "facility", "safety")
_LONGEST: Final = 60
# Ids are numbers that fit the database's integers.
_ID_DIGITS: Final = 18


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A page of a community's list."""

    community: int
    words: str = ""
    building: int | None = None
    category: str | None = None
    standing: Standing | None = None
    before: int | None = None

    @classmethod
    def read(cls, community: int, query: Mapping[str, str]) -> "Asked":
        """What the address says; what makes no sense is left out."""
        standing = query.get("state", "")
        return cls(
            community=community,
            words=query.get("q", "").strip()[:_LONGEST],
            building=number(query.get("building")),
            category=query.get("category") if query.get("category") in CATEGORIES else None,
            standing=Standing(standing) if standing in set(Standing) else None,
            before=number(query.get("before")),
        )

    @property
    def wish(self) -> Wish:
        """The question to the board."""
        return Wish(
            community=PlaceId(self.community),
            building=None if self.building is None else PlaceId(self.building),
            category=self.category,
            standing=self.standing,
            words=self.words,
            before=self.before,
        )

    @property
    def is_chosen(self) -> bool:
        """Does it leave any tickets out?"""
        return bool(self.words or self.building or self.category or self.standing)

    def but(self, **changes: object) -> str:
        """The address that asks for the same with something changed, from its newest on."""
        return replace(self, **{"before": None, **changes}).address  # type: ignore[arg-type]

    @property
    def address(self) -> str:
        """The address that asks for this."""
        query = {
            "q": self.words,
            "building": self.building,
            "category": self.category,
            "state": self.standing,
            "before": self.before,
        }
        said = {name: str(value) for name, value in query.items() if value}
        return f"{PATH}/{self.community}" + (f"?{urlencode(said)}" if said else "")


def number(words: str | None) -> int | None:
    """A number that somebody wrote into an address; None: it is none of ours."""
    words = words or ""
    return int(words) if words.isascii() and words.isdigit() and len(words) < _ID_DIGITS else None
