"""The SQL of figures that say how things stand: now from the tickets, at an earlier moment from the history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, literal, select

from bot.features.tickets.model import Step
from storage.figure_areas import EVERYWHERE, OUTSIDE, in_area
from storage.ticket_history import history
from storage.tickets import is_open, tickets

NOW: Final = bindparam("now", type_=tickets.c.opened_at.type)
END: Final = bindparam("end", type_=tickets.c.opened_at.type)
_STEPS: Final = tuple(Step)
_ENDS: Final = (Step.CONFIRM, Step.LAPSE, Step.KEEP, Step.DECLINE, Step.WITHDRAW, Step.MERGE)
_later: Final = history.alias("later")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is true of the tickets that are counted: now, and (where the history tells) at the end of a period."""

    now: ColumnElement[bool]
    then: ColumnElement[bool] | None = None

    def asked(self, key: str, *, is_past: bool) -> Select[Any]:
        """How many there are."""
        return select(func.count()).select_from(tickets).where(*self._there(key, is_past=is_past))

    def listed(self, key: str, *, is_past: bool) -> Select[Any]:
        """Which they are."""
        found = select(tickets.c.id).where(*self._there(key, is_past=is_past))
        return found.order_by(tickets.c.id).limit(bindparam("most"))

    def _there(self, key: str, *, is_past: bool) -> Sequence[ColumnElement[bool]]:
        if is_past and self.then is not None:
            return in_area(key), self.then
        # What is open is little everywhere, and has an index of its own.
        return in_area(key, by_index=key not in {EVERYWHERE, OUTSIDE}), self.now


def _was_taken_back() -> ColumnElement[bool]:
    """The next line that speaks of steps takes this one back."""
    first = (
        select(_later.c.what)
        .where(
            _later.c.ticket == history.c.ticket,
            _later.c.id > history.c.id,
            _later.c.what.in_((*_STEPS, "undone")),
        )
        .order_by(_later.c.id)
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(first, "") == "undone"


_last_step: Final = (
    select(history.c.what)
    .where(history.c.ticket == tickets.c.id, history.c.at < END, history.c.what.in_(_STEPS), ~_was_taken_back())
    .order_by(history.c.id.desc())
    .limit(1)
    .correlate(tickets)
    .scalar_subquery()
)

STANDING: Final[dict[str, Standing]] = {
    "open": Standing(
        now=is_open,
        then=and_(tickets.c.opened_at < END, func.coalesce(_last_step, literal("")).not_in(_ENDS)),
    ),
    "overdue": Standing(now=and_(is_open, tickets.c.late_at < NOW)),
}
