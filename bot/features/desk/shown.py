"""What the desk's pages are given: frozen answers for staff of a ticket's community."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.community import Person, Place
from bot.features.tickets.views import Ticket
from bot.media import SentFile


@dataclass(frozen=True, kw_only=True)
class Task:
    """An open ticket in the queue. `late`: since when its deadline is over."""

    ticket: Ticket
    place: str
    worker: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Queue:
    """What waits, the earliest due first. `skip` is where the next page begins; None: there is none."""

    tasks: Sequence[Task]
    count: int
    late: int
    skip: int | None


@dataclass(frozen=True, kw_only=True)
class DeskStep:
    """A line of a ticket's history: when, who, what, with which words, and whether residents read them.

    `who` is a name of the roster; without one `part` says who it was (a key of words). `to` is whose it became.
    """

    at: datetime
    who: str
    part: str
    what: str
    to: str
    words: str
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One ticket as staff of its community see it."""

    task: Task
    caller: str
    steps: Sequence[DeskStep]
    people: Sequence[str]
    departments: Sequence[str]
    files: Sequence[SentFile]


@dataclass(frozen=True, kw_only=True)
class Unserved:
    """What is wrong with the roster: buildings without a worker, and workers to whom nobody can write."""

    buildings: Sequence[str]
    workers: Sequence[tuple[Person, Place]]
    deaf_groups: Sequence[str]
    unbound_groups: Sequence[str]
