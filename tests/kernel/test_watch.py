"""How the service is, part by part, and the figures behind it."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.web.readiness import metric_lines
from bot.community import ChatRef, Group, PlaceId
from bot.condition import Condition
from bot.messages import OutgoingMessage, Private
from bot.metrics import Metric
from bot.ports import Raw
from bot.richtext import plain
from bot.service import Service
from bot.stores import Facts, Groups, Inbox
from bot.turn import Turn
from bot.watch import LEAST_DISK, State, Watch
from storage.engine import OpenDatabase
from tests.network import BOT, NAME, Network
from tests.town import MORNING, Town, open_town, yucheng


@dataclass
class Telling(Network):
    """A network that tells the time and signs devices."""

    clock_ahead: float | None = 0.0
    is_signed: bool = True
    ready: bool = True

    def is_ready(self) -> bool:
        return self.ready


@dataclass
class SmallMachine:
    free: int = LEAST_DISK
    memory_held: int = 100

    def disk_free(self) -> int:
        return self.free

    def memory(self) -> int:
        return self.memory_held

    def log_bytes(self) -> int:
        return 17


@dataclass(kw_only=True)
class Scene:
    town: Town
    network: Telling
    machine: SmallMachine = field(default_factory=SmallMachine)

    @property
    def watch(self) -> Watch:
        return Watch(self.town.service, self.machine)

    async def states(self) -> dict[str, State]:
        return {part.name: part.state for part in await self.watch.readiness()}

    async def figures(self) -> dict[str, float]:
        lines = [line for metric in await self.watch.metrics() for line in metric_lines(metric)]
        pairs = [line.split(" ") for line in lines if not line.startswith("#")]
        return {name: float(value) for name, value in pairs}


@pytest.fixture
def scene(database: OpenDatabase) -> Scene:
    town, network = open_town(database), Telling()
    service = Service(database=database, setup=town.service.setup, channels=[network], clock=town.clock)
    return Scene(town=replace(town, service=service, network=network), network=network)


async def test_all_is_well(scene: Scene) -> None:
    assert set((await scene.states()).values()) == {State.OK}


async def test_a_database_that_can_only_be_read_makes_us_not_ready(scene: Scene, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "huying.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        watch = scene.watch
        locked, asked_again = await watch.readiness(), await watch.readiness()
        other.execute("ROLLBACK")
    freed = await scene.states()

    assert [(parts[0].state, parts[0].hint) for parts in (locked, asked_again)] == [
        (State.BAD, "cannot be written")
    ] * 2
    assert freed["database"] is State.OK


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"ready": False}, f"{NAME} {BOT}"),
        ({"is_signed": False}, f"device of {NAME} {BOT}"),
        ({"clock_ahead": 31.0}, "clock"),
        ({"clock_ahead": -31.0}, "clock"),
    ],
    ids=["away", "unsigned", "fast", "slow"],
)
async def test_what_a_network_tells_makes_us_not_ready(scene: Scene, change: dict[str, object], part: str) -> None:
    vars(scene.network).update(change)

    states = await scene.states()

    assert {name for name, state in states.items() if state is not State.OK} == {part}
    assert states[part] is State.BAD


async def test_a_network_that_does_not_tell_the_time_is_believed(scene: Scene) -> None:
    scene.network.clock_ahead = None

    assert (await scene.states())["clock"] is State.OK


async def test_too_little_room_is_not_ready(scene: Scene) -> None:
    scene.machine.free = LEAST_DISK - 1

    assert (await scene.states())["disk"] is State.BAD


async def test_what_waits_for_more_than_ten_minutes_is_not_ready(scene: Scene) -> None:
    to = Private(bot=BOT, account=scene.town.resident("王芳").account)

    async def say(turn: Turn) -> None:
        turn.outbox.post(to, OutgoingMessage(text=plain("hello")))

    await scene.town.service.act(say)

    scene.town.clock.at += timedelta(minutes=10)
    assert (await scene.states())["outbox"] is State.OK
    scene.town.clock.at += timedelta(seconds=1)
    assert (await scene.states())["outbox"] is State.BAD


async def test_what_waits_for_an_account_that_is_gone_is_to_be_looked_at(scene: Scene) -> None:
    to = Private(bot="old", account=scene.town.resident("王芳").account)

    async def say(turn: Turn) -> None:
        turn.outbox.post(to, OutgoingMessage(text=plain("hello")))

    await scene.town.service.act(say)
    scene.town.clock.at += timedelta(minutes=11)

    assert (await scene.states())["outbox"] is State.LOOK


async def test_parked_rows_and_deaf_groups_are_to_be_looked_at(scene: Scene) -> None:
    rows = [Raw(key="m:1", lane="-1", payload="17")]
    deaf = Group(chat=ChatRef(NAME, BOT, "-5"), title="御城一区", place=PlaceId(1), hears=False)
    await yucheng(scene.town)
    await scene.town.database.write(lambda uow: uow.store(Inbox).add("gone", "bot", rows, MORNING))
    await scene.town.database.write(lambda uow: uow.store(Groups).save(deaf))
    await scene.town.settle()

    states = await scene.states()

    assert {name for name, state in states.items() if state is State.LOOK} == {"parked", "deaf groups"}


async def test_figures_count_what_came_what_was_done_and_what_left(scene: Scene) -> None:
    here = await yucheng(scene.town)
    await here.wang.says("/report 3号楼路灯不亮")
    await here.wang.says("/claim 1")
    scene.town.clock.at += timedelta(days=3)

    figures = await scene.figures()

    assert figures['huying_events_received_total{channel="fake"}'] == 2
    assert figures['huying_turns_total{channel="fake",ended="ok"}'] == 1
    assert figures['huying_turns_total{channel="fake",ended="refused"}'] == 1
    assert figures['huying_sends_total{channel="fake",outcome="ok",reason=""}'] >= 2
    assert figures['huying_tickets_open{state="assigned"}'] == 1
    assert figures['huying_tickets_overdue{state="assigned"}'] == 1
    assert figures["huying_database_up"] == 1
    assert figures["process_resident_memory_bytes"] == 100


async def test_figures_count_refusals_dead_letters_and_what_waits(scene: Scene) -> None:
    wang = scene.town.resident("王芳")
    scene.network.unreachable.add(Private(bot=BOT, account=wang.account))
    await wang.tells_the_bot("/whoami")

    async def say(turn: Turn) -> None:
        turn.outbox.post(Private(bot="old", account=wang.account), OutgoingMessage(text=plain("hello")))

    await scene.town.service.act(say)
    scene.town.clock.at += timedelta(minutes=2)

    figures = await scene.figures()

    assert figures['huying_sends_total{channel="fake",outcome="permanent",reason="unreachable"}'] == 1
    assert figures['huying_dead_letters{channel="fake",reason="unreachable"}'] == 1
    assert figures['huying_outbox_waiting{channel="fake",bot="old"}'] == 1
    assert figures['huying_outbox_oldest_seconds{channel="fake",bot="old"}'] == 120


def test_a_figure_is_written_in_the_form_of_prometheus() -> None:
    metric = Metric(name="lamps", help="Lamps.", values=[({"house": 'a "b"\\\n'}, 2.0), ({}, 0.5)], is_counter=True)

    assert "".join(metric_lines(metric)) == (
        '# HELP lamps Lamps.\n# TYPE lamps counter\nlamps{house="a \\"b\\"\\\\\\n"} 2\nlamps 0.5\n'
    )
    assert list(metric_lines(Metric(name="none", help="", values=[]))) == []


async def test_the_accounts_are_written_down_every_minute(scene: Scene) -> None:
    watch = scene.watch
    await watch.remember()
    scene.network.ready = False
    scene.town.clock.at += timedelta(seconds=59)
    await watch.remember()
    assert await _written(scene) == (MORNING, True)

    scene.town.clock.at += timedelta(seconds=1)
    await watch.remember()

    assert await _written(scene) == (MORNING + timedelta(minutes=1), False)


async def _written(scene: Scene) -> tuple[object, bool]:
    condition = await scene.town.database.read(lambda uow: Condition.read(uow.store(Facts)))
    assert condition is not None
    (account,) = condition.accounts
    assert (account.ahead, account.signed) == (0.0, True)
    return condition.at, account.ready
