"""A ledger too long for a chat, behind a link that ends: written row by row while it is fetched."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.community import PersonId
from bot.features.ledger.model import COLUMNS, Wanted
from bot.features.ledger.store import LedgerLinks, Link
from bot.features.ledger.views import Names, rows
from bot.files import Cell
from bot.turn import Turn

PATH: Final = "/ledger"
LASTS: Final = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Behind:
    """What a link opens: the recipe of a file, for this person."""

    person: PersonId
    recipe: str


async def issue(turn: Turn, recipe: str) -> str | None:
    """A new link for the actor; earlier ones work no more. None: without `[web] public_url` there can be none."""
    web = turn.setup.config.web
    if web is None or web.public_url is None:
        return None
    token = secrets.token_urlsafe(24)
    link = Link(token_hash=_hash_of(token), person=turn.person.id, recipe=recipe, ends_at=turn.now + LASTS)
    await turn.store(LedgerLinks).add(link)
    return f"{web.public_url}{PATH}/{token}"


async def behind(turn: Turn, token: str) -> Behind | None:
    """What this token opens, while it lasts."""
    link = await turn.store(LedgerLinks).at(_hash_of(token), turn.now)
    return None if link is None else Behind(person=link.person, recipe=link.recipe)


async def portion(turn: Turn, wanted: Wanted, after: int, names: Names) -> tuple[int, Sequence[Sequence[Cell]]]:
    """The next rows with the wanted columns, and the number of the last; none when the ledger ends."""
    found = await rows(turn, wanted, after, names)
    picked = [COLUMNS.index(name) for name in wanted.columns]
    return (found[-1].number if found else after), [[row[place] for place in picked] for row in found]


def _hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
