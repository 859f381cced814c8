"""What time makes due: each item is a turn of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clockwork import ROUNDS, Clockwork
from bot.community import ChatRef
from bot.errors import Conflict, Refused, StorageAway
from bot.feature import Feature, Job
from bot.messages import OutgoingMessage
from bot.ports import Database, UnitOfWork
from bot.richtext import plain
from bot.stores import Facts, Outgoing
from bot.turn import Turn
from storage.engine import OpenDatabase
from tests.network import BOT, NAME
from tests.town import MORNING, open_town

GROUP = ChatRef(NAME, BOT, "-1")


@dataclass
class Chores:
    """A job whose items wait until they are done; some fail in their own way."""

    waiting: list[str]
    troubles: dict[str, Exception] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    makes_due: dict[str, str] = field(default_factory=dict)
    next_at: datetime | None = None

    async def due(self, turn: Turn) -> Sequence[str]:  # noqa: ARG002
        return list(self.waiting)

    async def run(self, turn: Turn, item: str) -> None:
        self.tried.append(item)
        await turn.store(Facts).set(f"begun.{item}", "yes")
        turn.outbox.post(GROUP, OutgoingMessage(text=plain(item)))
        if item in self.troubles:
            raise self.troubles[item]
        self.waiting.remove(item)
        if item in self.makes_due:
            self.waiting.append(self.makes_due[item])

    async def next_moment(self, uow: UnitOfWork, now: datetime) -> datetime | None:  # noqa: ARG002
        return self.next_at


def clockwork(database: Database, *chores: Chores) -> Clockwork:
    town = open_town(database)  # type: ignore[arg-type]
    jobs = tuple(
        Job(name=f"chores{number}", due=each.due, run=each.run, next_moment=each.next_moment)
        for number, each in enumerate(chores)
    )
    return Clockwork(database, town.service.setup, (Feature(name="chores", jobs=jobs),), town.clock)


async def said(database: OpenDatabase) -> int:
    return len(await database.read(lambda uow: uow.store(Outgoing).waiting(MORNING, 100)))


async def fact(database: OpenDatabase, key: str) -> str | None:
    return await database.read(lambda uow: uow.store(Facts).get(key))


async def test_all_that_is_due_is_done_and_what_it_says_is_kept(database: OpenDatabase) -> None:
    chores = Chores(["a", "b"])

    assert await clockwork(database, chores).tick()

    assert (chores.tried, chores.waiting, await said(database)) == (["a", "b"], [], 2)


async def test_without_anything_due_nothing_happens(database: OpenDatabase) -> None:
    assert not await clockwork(database, Chores([])).tick()


async def test_an_item_that_fails_holds_up_no_other_and_leaves_nothing(database: OpenDatabase) -> None:
    chores = Chores(["broken", "b"], troubles={"broken": KeyError("a bug")})
    others = Chores(["c"])

    await clockwork(database, chores, others).tick()

    assert (chores.tried, chores.waiting, others.waiting) == (["broken", "b"], ["broken"], [])
    assert (await fact(database, "begun.broken"), await fact(database, "begun.b"), await said(database)) == (
        None,
        "yes",
        2,
    )


async def test_at_the_next_wake_up_it_is_tried_again(database: OpenDatabase) -> None:
    chores = Chores(["broken"], troubles={"broken": KeyError("a bug")})
    clock = clockwork(database, chores)
    await clock.tick()
    chores.troubles.clear()

    await clock.tick()

    assert (chores.tried, chores.waiting) == (["broken", "broken"], [])


async def test_a_lost_race_and_a_refusal_are_no_reason_to_stop_either(database: OpenDatabase) -> None:
    chores = Chores(["raced", "refused", "c"], troubles={"raced": Conflict(), "refused": Refused("no.old_button")})

    await clockwork(database, chores).tick()

    assert (chores.tried, chores.waiting) == (["raced", "refused", "c"], ["raced", "refused"])


async def test_what_an_item_makes_due_is_done_in_the_same_wake_up(database: OpenDatabase) -> None:
    chores = Chores(["a"], makes_due={"a": "b", "b": "c"})

    await clockwork(database, chores).tick()

    assert chores.tried == ["a", "b", "c"]


async def test_a_job_that_never_ends_does_not_hold_the_wake_up_for_ever(database: OpenDatabase) -> None:
    chores = Chores(["a"], makes_due={"a": "a"})

    await clockwork(database, chores).tick()

    assert len(chores.tried) == ROUNDS


async def test_the_next_moment_is_the_earliest_of_all_jobs(database: OpenDatabase) -> None:
    early, late = MORNING + timedelta(minutes=1), MORNING + timedelta(hours=1)

    assert await clockwork(database, Chores([], next_at=late), Chores([], next_at=early)).next_moment() == early
    assert await clockwork(database, Chores([])).next_moment() is None


class Confused(Chores):
    """A job whose questions fail."""

    async def due(self, turn: Turn) -> Sequence[str]:  # noqa: ARG002
        raise KeyError("a bug")

    async def next_moment(self, uow: UnitOfWork, now: datetime) -> datetime | None:  # noqa: ARG002
        raise KeyError("a bug")


async def test_a_job_that_cannot_say_what_is_due_holds_up_no_other(database: OpenDatabase) -> None:
    soon = MORNING + timedelta(minutes=1)
    chores = Chores(["a"], next_at=soon)
    clock = clockwork(database, Confused([]), chores)

    await clock.tick()

    assert chores.tried == ["a"]
    assert await clock.next_moment() == soon


class Away:
    """A database that is away."""

    async def write(self, _work: object) -> None:
        raise StorageAway

    async def read(self, _work: object) -> None:
        raise StorageAway


async def test_while_the_database_is_away_nothing_is_due() -> None:
    chores = Chores(["a"])

    assert not await clockwork(Away(), chores).tick()  # type: ignore[arg-type]
    assert chores.tried == []
