"""Clocks from histories: single rules by example, all of them over many histories."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from bot.community import ChatRef, PersonId
from bot.config import Config
from bot.features.clocks.model import Rules, Spans
from bot.features.tickets.model import NEXT, OPEN, TOP, Entry, Source, Spot, State, Step, Ticket, TicketId
from bot.features.tickets.timeline import ALARMED, ESCALATED, rungs_told, state_after, state_before_merge, with_clocks
from bot.hours import Calendar, Span

SHANGHAI = ZoneInfo("Asia/Shanghai")
# A Thursday, 10:00 in Shanghai.
THURSDAY = datetime(2026, 11, 26, 2, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RUNGS = ("backup", "grid_lead", "community", "street", "district", TOP)


class Weekdays(Calendar):
    def is_workday(self, day: object) -> bool:
        return day.weekday() < 5  # type: ignore[attr-defined,no-any-return]


def rules(config: Config | None = None) -> Rules:
    config = config or Config()
    return Rules(
        by_urgency={
            name: Spans(accept=each.accept, resolve=each.resolve) for name, each in config.deadlines.by_urgency.items()
        },
        by_category={("dispute", "normal"): Spans(accept=Span.parse("1wd"), resolve=Span.parse("15wd"))},
        work=config.hours.work,
        urgent=config.hours.urgent,
        calendar=Weekdays(),
        zone=SHANGHAI,
        confirm_after=config.tickets.confirm_after,
        repeat=config.emergency.repeat,
    )


RULES = rules()


def line(what: str, at: datetime, *, before: str = "", after: str = "") -> Entry:
    return Entry(ticket=TicketId(1), at=at, what=what, before=before, after=after)


def ticket(urgency: str = "normal", **more: object) -> Ticket:
    source = Source(chat=ChatRef("fake", "bot", "-1"), message="1", is_private=False)
    plain = Ticket(
        id=TicketId(1),
        reporter=PersonId(1),
        source=source,
        words="灯",
        public_words="灯",
        spot=Spot(),
        state=State.NEW,
        opened_at=THURSDAY,
        urgency=urgency,
    )
    return replace(plain, **more)  # type: ignore[arg-type]


def opened(*later: Entry) -> list[Entry]:
    return [line("opened", THURSDAY), line(Step.ASSIGN, THURSDAY), *later]


def timed(lines: list[Entry], urgency: str = "normal", **more: object) -> Ticket:
    return with_clocks(ticket(urgency, state=state_after(lines), **more), lines, RULES)


def test_passing_it_on_in_time_moves_no_deadline() -> None:
    assert timed(opened(line(Step.ASSIGN, THURSDAY + HOUR))).next_due == THURSDAY + DAY


def test_whoever_gets_it_late_has_the_time_to_accept_it_anew() -> None:
    late = THURSDAY + DAY + HOUR

    passed = timed(opened(line(ESCALATED, THURSDAY + DAY, after="backup"), line(Step.ASSIGN, late)))

    # Friday 11:00 and one working day.
    assert passed.next_due == THURSDAY + 4 * DAY + HOUR
    assert passed.rung is None


def test_whoever_accepts_what_is_overdue_has_time_but_it_counts_as_late() -> None:
    late = THURSDAY + 7 * DAY

    taken = timed(opened(line(Step.CLAIM, late)))

    assert taken.next_due == late + DAY
    assert taken.late_at == taken.resolve_due == late


def test_a_wait_pushes_the_time_to_solve_by_as_long_as_it_took() -> None:
    """LESSONS 14, and clever design 10: the clock stands in states that wait."""
    start, end = THURSDAY + HOUR, THURSDAY + 3 * HOUR
    waited = opened(
        line(Step.CLAIM, THURSDAY),
        line(Step.WAIT, start, after=(THURSDAY + 5 * DAY).isoformat()),
        line(Step.GO_ON, end),
    )

    assert timed(opened(line(Step.CLAIM, THURSDAY)), "urgent").next_due == THURSDAY + 3 * DAY
    assert timed(waited, "urgent").next_due == THURSDAY + 3 * DAY + 2 * HOUR


def test_another_urgency_counts_from_the_opening_and_keeps_earlier_pauses() -> None:
    """LESSONS 14: re-categorised mid-way, keep earlier pauses."""
    waited = opened(
        line(Step.CLAIM, THURSDAY),
        line(Step.WAIT, THURSDAY + HOUR, after=(THURSDAY + 9 * DAY).isoformat()),
        line(Step.GO_ON, THURSDAY + 3 * HOUR),
        line("corrected_urgency", THURSDAY + 4 * HOUR, before="normal", after="urgent"),
    )

    assert timed(waited, "urgent").resolve_due == THURSDAY + 3 * DAY + 2 * HOUR


def test_a_category_may_have_its_own_time() -> None:
    lines = opened(line(Step.CLAIM, THURSDAY))

    assert timed(lines, category="dispute").next_due == THURSDAY + 21 * DAY
    assert timed(lines, category="facility").next_due == THURSDAY + 7 * DAY


def test_a_pause_after_the_time_was_up_undoes_no_lapse_but_the_next_rung_waits() -> None:
    lapse = THURSDAY + 3 * DAY
    lines = opened(
        line(Step.CLAIM, THURSDAY),
        line(ESCALATED, lapse, after="backup"),
        line(Step.WAIT, lapse + HOUR, after=(lapse + 9 * DAY).isoformat()),
        line(Step.GO_ON, lapse + 4 * HOUR),
    )

    assert timed(lines, "urgent").next_due == lapse + 5 * HOUR
    assert timed(lines, "urgent").rung == "backup"


def test_the_time_that_a_ticket_followed_another_does_not_count() -> None:
    lines = opened(line(Step.MERGE, THURSDAY + HOUR, after="2"), line(Step.SPLIT, THURSDAY + 5 * HOUR))

    assert state_after(lines) is State.ASSIGNED
    assert timed(lines, "urgent").next_due == THURSDAY + 6 * HOUR


def test_a_split_gives_the_state_back_that_the_merge_left() -> None:
    lines = opened(line(Step.CLAIM, THURSDAY), line(Step.PROGRESS, THURSDAY), line(Step.MERGE, THURSDAY, after="2"))

    assert state_before_merge(lines) is State.IN_PROGRESS
    assert state_after([*lines, line(Step.SPLIT, THURSDAY + HOUR)]) is State.IN_PROGRESS


def test_a_reopened_ticket_begins_anew_with_its_ladder() -> None:
    again = THURSDAY + 5 * DAY
    lines = opened(
        line(ESCALATED, THURSDAY + DAY, after="backup"),
        line(Step.CLAIM, THURSDAY + DAY),
        line(Step.DONE, THURSDAY + DAY),
        line(Step.DISPUTE, THURSDAY + DAY),
        line(Step.REOPEN, again),
    )

    assert rungs_told(lines) == []
    assert timed(lines).accept_due == THURSDAY + 6 * DAY


def test_the_alarm_of_an_emergency_ends_with_the_time_to_solve_it() -> None:
    lapse = THURSDAY + timedelta(minutes=10)
    rung = opened(line(ALARMED, THURSDAY + timedelta(minutes=9)), line(ESCALATED, lapse, after="grid_lead"))
    worn = [*rung, line(ALARMED, THURSDAY + DAY)]

    assert timed(rung, "emergency").next_due == THURSDAY + timedelta(minutes=12)
    assert timed(worn, "emergency").next_due == lapse + timedelta(minutes=10)


comments = some.sampled_from(["remark", "note", "rated", "warned", "corrected_category", "seen"])
gaps = some.integers(1, 4 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


@some.composite
def histories(draw: some.DrawFn) -> tuple[list[Entry], str]:
    """Any way through the table of states, with rungs told whenever they are due, and comments between."""
    urgency = draw(some.sampled_from(["emergency", "urgent", "normal"]))
    lines, at = [line("opened", THURSDAY)], THURSDAY
    for _ in range(draw(some.integers(0, 14))):
        state = state_after(lines)
        due = timed(lines, urgency).next_due
        if draw(some.booleans()) and due is not None and due > at and state in WATCHED:
            at = due
            lines.append(line(ESCALATED, at, after=draw(some.sampled_from(RUNGS))))
            continue
        at += draw(gaps)
        what = draw(some.one_of(comments, some.sampled_from(sorted(NEXT[state]))))
        after = (at + draw(gaps)).isoformat() if what == Step.WAIT else ""
        lines.append(line(what, at, after=after))
    return lines, urgency


WATCHED = {State.ASSIGNED, State.ACCEPTED, State.IN_PROGRESS, State.REOPEN_REQUESTED}


@settings(max_examples=200, deadline=None)
@given(histories())
def test_every_open_ticket_has_one_next_action_and_no_other_has_any(history: tuple[list[Entry], str]) -> None:
    lines, urgency = history
    found = timed(lines, urgency)

    assert (found.next_due is not None) == (found.state in OPEN)
    assert found.late_at is None or found.state in WATCHED | {State.NEW}


@settings(max_examples=200, deadline=None)
@given(histories(), comments, gaps)
def test_a_comment_never_moves_a_clock(history: tuple[list[Entry], str], comment: str, gap: timedelta) -> None:
    """LESSONS 8."""
    lines, urgency = history

    assert timed([*lines, line(comment, lines[-1].at + gap)], urgency) == timed(lines, urgency)


@settings(max_examples=200, deadline=None)
@given(histories(), some.sampled_from(RUNGS))
def test_after_a_rung_the_next_action_lies_ahead(history: tuple[list[Entry], str], rung: str) -> None:
    lines, urgency = history
    before = timed(lines, urgency)
    if before.state not in WATCHED or before.next_due is None:
        return
    at = max(before.next_due, lines[-1].at)

    told = timed([*lines, line(ESCALATED, at, after=rung), line(ALARMED, at)], urgency)

    assert told.next_due is not None
    assert told.next_due > at
    assert told.late_at == before.late_at
