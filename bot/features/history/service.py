"""Sealing months of the chain, and reading them again."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.features.history.model import (
    Broken,
    Month,
    Recorded,
    end_of,
    extended,
    first_month,
    next_month,
    verify,
    written,
)
from bot.features.history.store import Chain
from bot.stores import Facts
from bot.turn import Turn

__all__ = [
    "Broken",
    "Month",
    "Recorded",
    "advance",
    "due_month",
    "lines_again",
    "month_named",
    "secret",
    "verify",
    "written",
]

# The fact that holds what the salts are made of.
KEY: Final = "history.chain_key"
# A month is sealed when the last of its turns has surely ended.
AFTERWARDS: Final = timedelta(hours=1)
# Lines of one turn, so that nobody waits for a long month.
PORTION: Final = 2000


async def due_month(turn: Turn) -> Month | None:
    """The month that is over and not sealed yet, if there is one."""
    month = await _last_month(turn)
    if month is not None and month.sealed:
        month = next_month(month)
    is_over = month is not None and end_of(month, turn.setup.config.timezone) + AFTERWARDS <= turn.now
    return month if is_over else None


async def advance(turn: Turn, month: Month) -> Month:
    """Hash the next lines of a month that is over; sealed when there are no more."""
    lines = await portion(turn, month)
    longer = extended(month, lines, await secret(turn))
    kept = replace(longer, sealed=len(lines) < PORTION)
    await turn.store(Chain).save(kept)
    return kept


async def portion(turn: Turn, month: Month) -> Sequence[Recorded]:
    """The next lines of this month, after those that it has."""
    end = end_of(month, turn.setup.config.timezone)
    lines = await turn.store(Chain).lines(month.last, PORTION)
    later = next((place for place, line in enumerate(lines) if line.at >= end), len(lines))
    return lines[:later]


async def month_named(turn: Turn, name: str) -> Month | None:
    """The month of this name, sealed or not; None where nothing was written yet."""
    months = list(await turn.store(Chain).months())
    month = months[-1] if months else await _last_month(turn)
    while month is not None and month.name < name and month.sealed:
        month = next_month(month)
    months += [] if month is None else [month]
    return next((known for known in months if known.name == name), None)


async def lines_again(turn: Turn, month: Month, past: int) -> Sequence[Recorded]:
    """The next lines of a month after this id, as they stand now, whatever was hashed of them before."""
    lines = await portion(turn, replace(month, last=past))
    return [line for line in lines if line.id <= month.last] if month.sealed else lines


async def secret(turn: Turn) -> str:
    """What the salts are made of: chosen once, and kept in the database alone."""
    known = await turn.store(Facts).get(KEY)
    if known is None:
        known = secrets.token_hex(32)
        await turn.store(Facts).set(KEY, known)
    return known


async def _last_month(turn: Turn) -> Month | None:
    months = await turn.store(Chain).months()
    if months:
        return months[-1]
    first = await turn.store(Chain).first_line()
    return None if first is None else first_month(first, turn.setup.config.timezone)
