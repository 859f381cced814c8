"""The life of a whistle as a table."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.errors import Refused
from bot.features.whistles import model
from bot.features.whistles.model import NEXT, OPEN, Part, State, Step, Whistle, WhistleId, lead_of
from bot.features.whistles.orders import leading_score, outsider, own_span

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def whistle(state: State = State.DELIVERED, **more: Any) -> Whistle:
    new: dict[str, Any] = {"id": WhistleId(1), "ticket": 1, "department": 1, "part": Part.LEAD, "reason": "r"}
    return Whistle(**{**new, "called_by": None, "called_at": NOW, "state": state, **more})


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("step", Step)
def test_every_step_leads_somewhere_or_is_refused_in_words(state: State, step: Step) -> None:
    if step in NEXT[state]:
        assert model.after(whistle(state), step).state is NEXT[state][step]
        return
    with pytest.raises(Refused) as refused:
        model.after(whistle(state), step)
    assert re.fullmatch(r"whistle\.now_[a-z]+", refused.value.key)


def test_every_open_state_can_be_ended_by_its_department_and_taken_back() -> None:
    assert all({Step.END, Step.WITHDRAW} <= set(NEXT[state]) for state in OPEN)


def test_delivery_starts_the_clock_and_losing_it_stops_it() -> None:
    arrived = model.delivered(whistle(State.CALLED), NOW, LATER)
    gone = model.lost(arrived, LATER)

    assert (arrived.delivered_at, arrived.report_due, arrived.next_due) == (NOW, LATER, LATER)
    assert (gone.state, gone.delivered_at, gone.report_due) == (State.CALLED, None, None)


def test_the_first_answer_sets_the_clock_and_later_ones_leave_it() -> None:
    """LESSONS 8: a comment or another visit never resets a clock."""
    reported = model.at_it(whistle(), Step.HERE, NOW, LATER)
    told = model.silent(reported, LATER + timedelta(days=1))

    came = model.at_it(told, Step.VISIT, LATER, LATER + timedelta(days=9))

    assert (came.next_due, came.rung, came.reported_at) == (told.next_due, 1, NOW)


def test_the_lead_is_the_open_one_that_leads() -> None:
    gone, helper = whistle(State.ENDED), whistle(part=Part.HELPER)
    leading = whistle(id=WhistleId(2))

    assert lead_of([gone, helper]) == gone
    assert lead_of([gone, helper, leading]) == leading
    assert lead_of([helper, whistle(State.WITHDRAWN)]) is None


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("限2小时 请来关阀", ("2h", "请来关阀")),
        ("限30分钟内,水漫了", ("30m", "水漫了")),
        ("限2个工作日 看路", ("2wd", "看路")),
        ("within 2 h close the valve", ("2h", "close the valve")),
        ("within 3 working days: look", ("3wd", "look")),
        ("within 10 metres of the door", ("", "within 10 metres of the door")),
        ("3天没水了", ("", "3天没水了")),
        ("2h outage", ("", "2h outage")),
    ],
)
def test_an_own_time_is_read_only_where_it_is_meant(words: str, read: tuple[str, str]) -> None:
    assert own_span(words) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("外请 恒通电梯 请来看看", ("恒通电梯", "请来看看")),
        ("外请“恒通 电梯公司”,请来看看", ("恒通 电梯公司", "请来看看")),
        ('outside "Swift Lifts" have a look', ("Swift Lifts", "have a look")),
        ("outsiders came", None),
        ("供水站 请来", None),
    ],
)
def test_somebody_outside_the_roster_is_read_by_name(words: str, read: tuple[str, str] | None) -> None:
    assert outsider(words) == read


@pytest.mark.parametrize(
    ("words", "read"),
    [("5 来得快", (5, "来得快")), ("3分,慢", (3, "慢")), ("50", None), ("6", None), ("快", None), ("4", (4, ""))],
)
def test_a_score_is_one_to_five(words: str, read: tuple[int, str] | None) -> None:
    assert leading_score(words) == read
