"""A step that was taken back counts as never taken: the clocks follow from the lines that are left."""

from datetime import timedelta

from bot.features.tickets.model import Entry, State, Step, TicketId
from bot.features.tickets.timeline import UNDONE, last_step, standing, state_after
from tests.storage.builders import NOON


def lines(*whats: str) -> list[Entry]:
    """One line a minute."""
    return [
        Entry(ticket=TicketId(1), at=NOON + timedelta(minutes=number), what=what) for number, what in enumerate(whats)
    ]


BEFORE = ("opened", Step.ASSIGN, Step.CLAIM, Step.DONE)


def test_the_lines_that_count_are_those_before_the_slip() -> None:
    assert standing(lines(*BEFORE, Step.CONFIRM, UNDONE)) == lines(*BEFORE)


def test_what_was_only_said_in_between_stays() -> None:
    found = standing(lines(*BEFORE, Step.CONFIRM, "rated", UNDONE))

    assert [line.what for line in found] == [*BEFORE, "rated"]


def test_two_slips_one_after_the_other() -> None:
    found = lines(*BEFORE, Step.CONFIRM, Step.DISPUTE, UNDONE, UNDONE)

    assert standing(found) == lines(*BEFORE)
    assert state_after(found) is State.RESOLVED


def test_the_last_step_is_the_one_that_counts() -> None:
    last = last_step(lines(*BEFORE, Step.CONFIRM, UNDONE, "remark"))

    assert last is not None
    assert last.what == Step.DONE
    assert last_step(lines("opened")) is None
