"""A ticket's clocks, computed from its history alone, so that they can be computed again.

Every step is a line of history; the stored deadlines are what this page makes of the lines. A comment is no step, so
it moves no clock. Knows lines, states and rules; does not know people, stores or the present time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.features.clocks.views import EMERGENCY, Pause, Rules
from bot.features.tickets.model import IN_HAND, NEXT, TOP, WITHOUT_PLACE, Entry, State, Step, Ticket

# Lines that are no steps but that clocks know of.
ESCALATED: Final = "escalated"
ALARMED: Final = "alarmed"
# The last step is taken back.
UNDONE: Final = "undone"

_STOPPED: Final = frozenset({State.WAITING, State.MERGED})
_STEPS: Final = frozenset(Step)


@dataclass(kw_only=True)
class _Reading:
    """What the lines have told so far."""

    # When this round began: the opening, or the last time it was opened again.
    began: datetime
    state: State = State.NEW
    # The state that a merge left.
    own: State = State.NEW
    # When the state was entered, and when somebody was last given the ticket by a person or by its place.
    entered: datetime = field(init=False)
    handed: datetime | None = None
    # When somebody last accepted it.
    taken: datetime | None = None
    until: datetime | None = None
    stopped: datetime | None = None
    waits: list[Pause] = field(default_factory=list)
    mergers: list[Pause] = field(default_factory=list)
    # The last rung told of the clock of each state.
    rungs: dict[State, tuple[datetime, str]] = field(default_factory=dict)
    alarmed: datetime | None = None

    def __post_init__(self) -> None:
        self.entered = self.began


def with_clocks(ticket: Ticket, lines: Sequence[Entry], rules: Rules) -> Ticket:
    """The ticket with the deadlines that follow from its lines of history, oldest first."""
    read = _read(ticket, lines)
    accept, resolve = _deadlines(ticket, read, rules)
    first = _running(ticket, read, rules)
    told = None if first is None else _told(read, first)
    climbs = first if told is None else _after_rung(ticket, read, rules, *told)
    return replace(
        ticket,
        accept_due=accept,
        resolve_due=resolve,
        next_due=_or_alarm(ticket, read, rules, climbs),
        late_at=_late_at(read.state, first, resolve),
        rung=None if told is None else told[1],
    )


def climbs_at(ticket: Ticket, lines: Sequence[Entry], rules: Rules) -> datetime | None:
    """When the next rung of the ladder is told: `next_due` without the alarms of an emergency."""
    read = _read(ticket, lines)
    first = _running(ticket, read, rules)
    told = None if first is None else _told(read, first)
    return first if told is None else _after_rung(ticket, read, rules, *told)


def standing(lines: Sequence[Entry]) -> Sequence[Entry]:
    """The lines that count: a step that was taken back counts as never taken, and the taking back says nothing more."""
    kept: list[Entry] = []
    for line in lines:
        if line.what == UNDONE:
            taken = [place for place, known in enumerate(kept) if known.what in _STEPS]
            del kept[taken[-1]]
        else:
            kept.append(line)
    return kept


def last_step(lines: Sequence[Entry]) -> Entry | None:
    """The last step that counts."""
    return next((line for line in reversed(standing(lines)) if line.what in _STEPS), None)


def state_after(lines: Sequence[Entry]) -> State:
    """The state in which these lines left a ticket."""
    read = _Reading(began=lines[0].at)
    for line in standing(lines):
        _take(read, line)
    return read.state


def state_before_merge(lines: Sequence[Entry]) -> State:
    """The state that the ticket had before it was merged: what a split gives it back."""
    read = _Reading(began=lines[0].at)
    for line in standing(lines):
        _take(read, line)
    return read.own


def rungs_told(lines: Sequence[Entry]) -> Sequence[str]:
    """The rungs of the ladder that know that the clock of the present state ran out, in their order."""
    read, told = _Reading(began=lines[0].at), dict[State, list[str]]()
    for line in standing(lines):
        _take(read, line)
        if line.what == ESCALATED:
            told.setdefault(_clock(read.state), []).append(line.after)
        elif line.what == Step.REOPEN:
            told.clear()
        elif line.what == Step.DISPUTE:
            told.pop(State.REOPEN_REQUESTED, None)
    return told.get(_clock(read.state), [])


def _read(ticket: Ticket, lines: Sequence[Entry]) -> _Reading:
    read = _Reading(began=ticket.opened_at)
    for line in standing(lines):
        _take(read, line)
    return read


def _take(read: _Reading, line: Entry) -> None:
    if line.what == ESCALATED:
        read.rungs[_clock(read.state)] = (line.at, line.after)
    elif line.what == ALARMED:
        read.alarmed = line.at
    elif line.what in _STEPS:
        _step(read, line, Step(line.what))


def _step(read: _Reading, line: Entry, step: Step) -> None:
    to = read.own if step is Step.SPLIT else NEXT[read.state].get(step, read.state)
    if step is Step.MERGE:
        read.own = read.state
    if step is Step.WAIT:
        read.until = datetime.fromisoformat(line.after)
    if step is Step.CLAIM:
        read.taken = line.at
    if step is Step.DISPUTE:
        read.rungs.pop(State.REOPEN_REQUESTED, None)
    if step is Step.REOPEN:
        read.began, read.waits, read.mergers, read.rungs = line.at, [], [], {}
    if step in {Step.ASSIGN, Step.REOPEN}:
        read.handed = read.alarmed = line.at
    _stop_or_go(read, line.at, to)
    # Neither a wait that goes on nor the return from a merge is a new beginning.
    read.entered = read.entered if step is Step.SPLIT or to is State.MERGED else line.at
    read.state = to


def _stop_or_go(read: _Reading, at: datetime, to: State) -> None:
    """Time stands still while it waits or follows another ticket."""
    if read.state is to:
        return
    if read.state in _STOPPED and read.stopped is not None:
        (read.waits if read.state is State.WAITING else read.mergers).append((read.stopped, at))
    read.stopped = at if to in _STOPPED else None


def _clock(state: State) -> State:
    """The state that stands for the clock that runs: all that is in hand has one."""
    return State.IN_PROGRESS if state in IN_HAND else state


def _deadlines(ticket: Ticket, read: _Reading, rules: Rules) -> tuple[datetime, datetime]:
    """By when it is to be accepted and solved, both counted from the beginning of this round."""
    urgency, category = ticket.urgency, ticket.category
    pauses = sorted([*read.waits, *read.mergers])
    if read.state is State.WAITING and read.stopped is not None and read.until is not None:
        # While it waits the time stands still at least until then.
        pauses.append((read.stopped, read.until))
    return (
        rules.pushed(rules.accept_due(urgency, category, read.began), urgency, read.mergers),
        rules.pushed(rules.resolve_due(urgency, category, read.began), urgency, pauses),
    )


def _running(ticket: Ticket, read: _Reading, rules: Rules) -> datetime | None:
    """The deadline that runs in this state, if one does."""
    accept, resolve = _deadlines(ticket, read, rules)
    if read.state is State.NEW:
        return rules.pushed(ticket.opened_at + WITHOUT_PLACE, EMERGENCY, read.mergers)
    if read.state is State.RESOLVED:
        return rules.pushed(rules.confirm_due(read.entered), EMERGENCY, _pauses_since(read, read.entered))
    return {
        State.ASSIGNED: _or_anew(ticket, read, rules, (accept, read.handed)),
        State.ACCEPTED: _or_anew(ticket, read, rules, (resolve, read.taken)),
        State.IN_PROGRESS: _or_anew(ticket, read, rules, (resolve, read.taken)),
        State.WAITING: read.until,
        State.REOPEN_REQUESTED: rules.ruling_due(read.entered),
    }.get(read.state)


def _or_anew(ticket: Ticket, read: _Reading, rules: Rules, deadline: tuple[datetime, datetime | None]) -> datetime:
    """The deadline; but whoever got the ticket when that was over has as long as anybody has to accept one.

    Passing a ticket on in time moves no deadline.
    """
    due, got = deadline
    if got is None or got < due:
        return due
    again = rules.accept_due(ticket.urgency, ticket.category, got)
    return rules.pushed(again, ticket.urgency, _pauses_since(read, got))


def _pauses_since(read: _Reading, start: datetime) -> list[Pause]:
    return sorted(pause for pause in (*read.waits, *read.mergers) if pause[0] >= start)


def _late_at(state: State, first: datetime | None, resolve: datetime) -> datetime | None:
    """From when on the ticket counts as late. Silence after "done" and a wait are nobody's delay."""
    if first is None or state in {State.RESOLVED, State.WAITING}:
        return None
    return min(first, resolve) if state in {State.ASSIGNED, *IN_HAND} else first


def _told(read: _Reading, first: datetime) -> tuple[datetime, str] | None:
    """The last rung that knows that this deadline has passed: a rung told before it does not."""
    told = read.rungs.get(_clock(read.state))
    return None if told is None or told[0] < first or read.state is State.WAITING else told


def _or_alarm(ticket: Ticket, read: _Reading, rules: Rules, due: datetime | None) -> datetime | None:
    """An emergency that nobody has accepted rings again, whatever else is due, until its time to be solved is over."""
    if due is None or read.state is not State.ASSIGNED or ticket.urgency != EMERGENCY or read.alarmed is None:
        return due
    rings, over = rules.rings_at(read.alarmed), rules.resolve_due(EMERGENCY, ticket.category, read.began)
    return min(due, rings) if rings <= over else due


def _after_rung(ticket: Ticket, read: _Reading, rules: Rules, at: datetime, rung: str) -> datetime:
    """Every rung has as long as the worker had to accept; the top is told again each working day."""
    if rung == TOP or read.state is State.REOPEN_REQUESTED:
        return rules.next_working_day(at)
    due = rules.accept_due(ticket.urgency, ticket.category, at)
    return rules.pushed(due, ticket.urgency, _pauses_since(read, at))
