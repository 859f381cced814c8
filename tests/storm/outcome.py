"""What came of a storm, in the figures that the aims name."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from tests.bench.figures import Figure

Json = dict[str, Any]

TOLD_WITHIN: Final = 20.0
FINAL_WITHIN: Final = 120.0
POSTS_A_MINUTE: Final = 20
WORKERS_PAUSE: Final = 30.0
# In lists and on cards: somebody has accepted it.
IN_HAND: Final = re.compile(r"已接单|接单了")


class Calls:
    """The callers' messages, by chat and id."""

    def __init__(self, said: Sequence[Json]) -> None:
        self.said = said

    @property
    def ended(self) -> float:
        """When the last one was said."""
        moment: float = self.said[-1]["posted"]
        return moment

    def words(self) -> Counter[str]:
        """What the ledger must hold, each as often as it was said."""
        return Counter(call["text"].removeprefix("/report ") for call in self.said)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """All messages in the groups and in the workers' private chats at a moment."""

    groups: Mapping[int, Sequence[Json]]
    workers: Mapping[int, Sequence[Json]]
    final_at: float

    @staticmethod
    def numbers_in(messages: Sequence[Json]) -> list[int]:
        """The tickets that these messages name, each once."""
        found = (int(number) for one in messages for number in re.findall(r"#(\d+)", one["text"]))
        return list(dict.fromkeys(found))

    def is_final_in_groups(self, calls: Calls, in_hand: int) -> bool:
        """Does every ticket stand in its group, and those that were accepted as accepted?"""
        shown = [one for messages in self.groups.values() for one in _ours(messages)]
        accepted = sum(len(IN_HAND.findall(one["text"])) for one in shown)
        return len(self.numbers_in(shown)) >= len(calls.said) and accepted >= in_hand

    def has_reached_workers(self, calls: Calls) -> bool:
        """Has every ticket been told to a worker?"""
        told = [one for messages in self.workers.values() for one in _ours(messages)]
        return len(self.numbers_in(told)) >= len(calls.said)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Everything that was seen. Moments are the server's, in seconds."""

    calls: Calls
    rows: Sequence[Mapping[str, str]]
    groups: Mapping[int, Sequence[Json]]
    workers: Mapping[int, Sequence[Json]]
    claimed: Mapping[int, Sequence[int]]
    final_at: float
    with_workers: bool
    too_many: int
    violations: Sequence[str]
    cpu: float

    def figures(self) -> Iterator[Figure]:
        """The figures with their aims."""
        calls, told = len(self.calls.said), self.told()
        kept = Counter(row["text"] for row in self.rows)
        after = [moment - self.calls.ended for moment in told.values()]
        yield Figure(name="calls", value=calls)
        yield Figure(name="calls in the ledger", value=len(self.rows), aim=calls)
        yield Figure(name="  lost or twice", value=_differences(self.calls.words(), kept), aim=0, is_most=True)
        yield Figure(name="  without an assignee", value=self.unassigned, aim=0, is_most=True)
        yield Figure(name="callers told, by number and name", value=len(told), aim=calls)
        last = max(after, default=0.0)
        yield Figure(name="  the last, after the last call", value=last, unit="s", aim=TOLD_WITHIN, is_most=True)
        waited = sorted(self.waited(told))
        yield Figure(name="  after the call, median", value=waited[len(waited) // 2], unit="s")
        yield Figure(name="  after the call, longest", value=waited[-1], unit="s")
        yield Figure(name="the smell of gas, warned after", value=self.warned_after(), unit="s")
        yield Figure(name="refused with 429", value=self.too_many, aim=0, is_most=True)
        yield Figure(name="other offences", value=len(self.violations), aim=0, is_most=True)
        posts = max(map(_most_in_a_minute, self.groups.values()))
        yield Figure(name="posts a minute in the busiest group", value=posts, aim=POSTS_A_MINUTE, is_most=True)
        pause = min(map(self._shortest_pause, self.workers))
        yield Figure(name="between two messages to a worker", value=pause, unit="s", aim=WORKERS_PAUSE)
        tasks = sum(len(Seen.numbers_in(_ours(messages))) for messages in self.workers.values())
        yield Figure(name="tickets told to workers", value=tasks, aim=calls if self.with_workers else None)
        final = self.final_at - self.calls.ended
        yield Figure(
            name="every card final, after the last call", value=final, unit="s", aim=FINAL_WITHIN, is_most=True
        )
        yield Figure(name="messages in all groups", value=sum(map(len, map(_ours, self.groups.values()))))
        yield Figure(name="processor of the service", value=100 * self.cpu, unit="%")

    @property
    def unassigned(self) -> int:
        """Tickets that nobody has."""
        return sum(not row["assignee"] for row in self.rows)

    def told(self) -> dict[int, float]:
        """When each caller, by the place of the call, was told its number in a message that names or answers them."""
        numbers = {row["text"]: int(row["number"]) for row in self.rows}
        first: dict[tuple[int, int, int], float] = {}
        for group, messages in self.groups.items():
            for message in _ours(messages):
                for number in Seen.numbers_in([message]):
                    for named in _addressed(message):
                        first.setdefault((group, number, named), message["posted"])
        found = {}
        for place, call in enumerate(self.calls.said):
            number = numbers.get(call["text"].removeprefix("/report "), 0)
            by_name, by_reply = (call["chat"], number, call["from"]), (call["chat"], number, -call["id"])
            moments = [first[key] for key in (by_name, by_reply) if key in first]
            if moments:
                found[place] = min(moments)
        return found

    def waited(self, told: Mapping[int, float]) -> Iterator[float]:
        """How long each caller waited."""
        for place, moment in told.items():
            yield moment - self.calls.said[place]["posted"]

    def warned_after(self) -> float:
        """Seconds from the emergency's call to the warning under it."""
        (call,) = [one for one in self.calls.said if "煤气" in one["text"]]
        answers = [one for one in _ours(self.groups[call["chat"]]) if one["reply_to"] == call["id"]]
        return answers[0]["posted"] - call["posted"] if answers else float("inf")

    def _shortest_pause(self, worker: int) -> float:
        """Between two messages that bring tasks; what the worker has accepted comes at once, with its buttons."""
        own = tuple(f"#{number} " for number in self.claimed[worker])
        brought = [one for one in _ours(self.workers[worker]) if not one["text"].startswith(own)]
        times = [one["posted"] for one in brought if "#" in one["text"] and not one["text"].startswith("紧急")]
        return min((later - earlier for earlier, later in pairwise(times)), default=float("inf"))


def _ours(messages: Sequence[Json]) -> list[Json]:
    return [one for one in messages if one["from_bot"]]


def _addressed(message: Json) -> list[int]:
    """Whom it names, and (negative) what it answers."""
    named = [entity["user"]["id"] for entity in message["entities"] if entity["type"] == "text_mention"]
    return [*named, *([-message["reply_to"]] if message["reply_to"] is not None else [])]


def _most_in_a_minute(messages: Sequence[Json]) -> int:
    times = [one["posted"] for one in _ours(messages)]
    return max((sum(start <= moment < start + 60 for moment in times) for start in times), default=0)


def _differences(said: Counter[str], kept: Counter[str]) -> int:
    return (said - kept).total() + (kept - said).total()
