"""The promises of the limits, on a simulated network with any load: what it counts, and how long anyone waits."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.community import ChatRef
from bot.limits import Limits, Wish
from bot.ports import Capabilities
from bot.stores import Priority

START = datetime(2026, 11, 26, 8, tzinfo=UTC)
TELEGRAM = Capabilities(
    edits=True,
    buttons=True,
    reactions=True,
    toasts=True,
    threads=True,
    silence=True,
    text_length=4096,
    label_length=64,
    per_second=30,
    per_chat_second=1,
    per_group_minute=20,
)


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


@dataclass(frozen=True, order=True)
class Sent:
    at: datetime
    started: datetime
    wished: datetime
    chat: str
    priority: Priority
    is_edit: bool


@dataclass(frozen=True)
class Load:
    """A wish that comes up at a moment, and how long its send takes."""

    after: float
    chat: int
    priority: Priority
    is_edit: bool
    takes: float


LOADS = st.builds(
    Load,
    after=st.floats(0, 150),
    chat=st.integers(0, 60),
    priority=st.sampled_from([Priority.EMERGENCY, Priority.ANSWER, Priority.CARD, Priority.DIGEST]),
    is_edit=st.booleans(),
    takes=st.floats(0, 3),
)
# One group gets most of the load; sixty others make the account's limit felt.
BUSY = st.builds(lambda load, busy: replace(load, chat=0) if busy else load, LOADS, st.booleans())


def simulate(loads: Sequence[Load]) -> list[Sent]:
    """Send everything in the order of urgency, one at a time in a chat; each arrives somewhere inside its send."""
    limits, sent = Limits(TELEGRAM), []
    coming = sorted(loads, key=lambda load: load.after)
    waiting: list[Load] = []
    landing: list[tuple[datetime, int, Wish]] = []
    busy: set[int] = set()
    now = START
    while coming or waiting or landing:
        while coming and START + seconds(coming[0].after) <= now:
            waiting.append(coming.pop(0))
        while landing and landing[0][0] <= now:
            _, number, wish = heapq.heappop(landing)
            limits.landed(wish, now)
            busy.discard(number)
        moments = [landing[0][0]] if landing else []
        moments += [START + seconds(coming[0].after)] if coming else []
        for load in sorted(waiting, key=lambda load: (load.priority, load.after)):
            if load.chat in busy:
                continue
            wish = Wish(chat=_group(load), priority=load.priority, is_group=True, is_edit=load.is_edit)
            moment = limits.earliest(wish, now)
            if moment > now:
                moments.append(moment)
                continue
            limits.took(wish, now)
            waiting.remove(load)
            busy.add(load.chat)
            heapq.heappush(landing, (now + seconds(load.takes), load.chat, wish))
            moments.append(landing[0][0])
            sent.append(_sent(load, now))
        now = max(now + timedelta(microseconds=1), min(moments, default=now))
    return sent


def _group(load: Load) -> ChatRef:
    return ChatRef("telegram", "9", str(load.chat))


def _sent(load: Load, now: datetime) -> Sent:
    arrives = now + seconds(load.takes) * ((load.after * 7) % 1)
    wished = START + seconds(load.after)
    return Sent(arrives, now, wished, str(load.chat), load.priority, load.is_edit)


def most_within(moments: Sequence[datetime], period: timedelta) -> int:
    """The largest number of moments in any window of that length, its end excluded."""
    ordered = sorted(moments)
    first = most = 0
    for last, moment in enumerate(ordered):
        while ordered[first] <= moment - period:
            first += 1
        most = max(most, last - first + 1)
    return most


@settings(deadline=None, max_examples=60)
@given(st.lists(BUSY, max_size=150))
def test_the_network_never_counts_more_than_it_allows(loads: list[Load]) -> None:
    sent = simulate(loads)

    for is_edit in (False, True):
        chat = [one.at for one in sent if one.chat == "0" and one.is_edit == is_edit]
        assert most_within(chat, seconds(60)) <= 20
        assert most_within(chat, seconds(1)) <= 1
    assert most_within([one.at for one in sent], seconds(1)) <= 30


@settings(deadline=None, max_examples=60)
@given(st.lists(BUSY, max_size=150), st.floats(0, 150))
def test_an_emergency_never_waits_for_cards_longer_than_one_send_and_two_seconds(
    loads: list[Load], after: float
) -> None:
    others = [replace(load, priority=max(load.priority, Priority.CARD)) for load in loads]
    emergency = Load(after, 0, Priority.EMERGENCY, is_edit=False, takes=0.1)

    sent = simulate([*others, emergency])

    [one] = [one for one in sent if one.priority is Priority.EMERGENCY]
    longest = max(load.takes for load in [*others, emergency])
    assert one.started - one.wished <= seconds(longest + 2)


@settings(deadline=None, max_examples=30)
@given(st.lists(BUSY, max_size=100))
def test_everything_leaves_in_the_end(loads: list[Load]) -> None:
    sent = simulate(loads)

    assert len(sent) == len(loads)
    busiest = sum(load.chat == 0 for load in loads)
    assert max((one.started - one.wished for one in sent), default=seconds(0)) < seconds(60 + 8 * busiest)
