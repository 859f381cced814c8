"""What blocks remembers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.community import PersonId


@dataclass(frozen=True, kw_only=True)
class Block:
    """Somebody is blocked, by whom, since when; and when they were last told so."""

    person: PersonId
    by: PersonId
    at: datetime
    told_at: datetime | None = None


class Blocks(Protocol):
    """Who is blocked. Asked at every message, so it must cost nothing while nothing changes."""

    async def all(self) -> Mapping[PersonId, Block]:
        """Every block, by person, the longest first."""

    async def save(self, block: Block) -> None:
        """Keep a new or changed one."""

    async def end(self, person: PersonId) -> bool:
        """This person is not blocked any more. False: nothing was to be ended."""
