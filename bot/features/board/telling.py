"""A ticket's public steps: what was done when, without names; words only where the group read them, and masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.features.board.shown import Told
from bot.features.tickets import views as tickets
from bot.features.tickets.views import Entry

# What anybody may know of, in the words of `board.step.<what>`.
PUBLIC: Final = frozenset({
    *("opened", "assign", "claim", "progress", "wait", "go_on", "done", "confirm", "lapse", "dispute", "reopen"),
    *("keep", "decline", "merge", "split", "raised", "whistled", "whistle_reported", "site_visit", "whistle_ended"),
})  # fmt: skip
_SPOKEN: Final = frozenset({"progress", "done", "wait", "keep", "decline", "whistled", "site_visit", "whistle_ended"})
_UNDONE: Final = "undone"


def told(lines: Sequence[Entry]) -> Sequence[Told]:
    """The steps that stand, oldest first. What was taken back was never taken."""
    standing: list[Entry] = []
    for line in lines:
        if line.what == _UNDONE:
            _take_back(standing, line.before)
        elif line.what in PUBLIC and not _is_said_twice(standing, line):
            standing.append(line)
    return [Told(at=_when(line), what=line.what, words=_words(line)) for line in standing]


def _take_back(standing: list[Entry], what: str) -> None:
    place = next((place for place in reversed(range(len(standing))) if standing[place].what == what), None)
    if place is not None:
        del standing[place]


def _is_said_twice(standing: Sequence[Entry], line: Entry) -> bool:
    """Handed from one worker to another, it is still given to somebody: readers need that once."""
    return bool(standing) and line.what == "assign" == standing[-1].what


def _when(line: Entry) -> datetime:
    return tickets.happened_at(line) or line.at


def _words(line: Entry) -> str:
    return tickets.public_words(line.words) if line.public and line.what in _SPOKEN else ""
