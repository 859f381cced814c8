"""The rungs and their order. Values in, values out."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final


class Rung(StrEnum):
    """Who is told, from the nearest to the top. The values stand in a ticket's history."""

    BACKUP = "backup"
    GRID_LEAD = "grid_lead"
    COMMUNITY = "community"
    STREET = "street"
    DISTRICT = "district"
    ADMINS = "admins"


_LEVELS: Final = ("grid", "community", "street", "district")
_LEVEL_OF: Final = {
    Rung.BACKUP: "grid",
    Rung.GRID_LEAD: "grid",
    Rung.COMMUNITY: "community",
    Rung.STREET: "street",
    Rung.DISTRICT: "district",
}


def level_of(rung: Rung, now: str) -> str:
    """The level that holds a ticket once this rung was told; the admins are above all levels and change none."""
    return _LEVEL_OF.get(rung, now)


def rungs_above(told: Sequence[str], level: str) -> Sequence[Rung]:
    """The rungs still to be told: above the highest that was told, and none below the ticket's level.

    The top always remains, also when it was told before.
    """
    order = list(Rung)
    highest = max((order.index(Rung(rung)) for rung in told), default=-1)
    above = [
        rung
        for rung in order[highest + 1 :]
        if rung is not Rung.ADMINS and _LEVELS.index(_LEVEL_OF[rung]) >= _LEVELS.index(level)
    ]
    return [*above, Rung.ADMINS]
