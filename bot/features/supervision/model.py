"""A watch: who watches which ticket, and which deadline is told next."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.community import PersonId


@dataclass(frozen=True, kw_only=True)
class Watch:
    """`due` is the deadline of the ticket that is told when it passes; None: none runs, or it has been told."""

    ticket: int
    person: PersonId
    since: datetime
    due: datetime | None
    # The deadline that was told last, so that no redraw tells it again.
    told: datetime | None = None
    lapses: int = 0

    def follows(self, deadline: datetime | None) -> "Watch":
        """The watch of a ticket whose running deadline is this now."""
        return replace(self, due=None if deadline == self.told else deadline)

    def lapsed(self) -> "Watch":
        """The deadline has passed, and is being told."""
        return replace(self, due=None, told=self.due, lapses=self.lapses + 1)

    def is_due(self, now: datetime) -> bool:
        """Has the deadline passed untold?"""
        return self.due is not None and self.due <= now
