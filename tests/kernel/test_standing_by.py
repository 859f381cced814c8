"""What a process does for an account whose lease it does not have, or has no more: nothing."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from bot.courier import Courier
from bot.leases import CLOCKWORK, LeaseLost, lease_of
from bot.ports import Database, Raw
from bot.service import Service
from bot.stores import Inbox, InboxRow
from bot.watch import State, Watch
from storage.engine import OpenDatabase
from tests.kernel.courier_fixtures import carrying
from tests.kernel.scripted import post, put, waiting
from tests.kernel.test_watch import SmallMachine
from tests.network import BOT, NAME
from tests.tenures import Lent
from tests.town import Yucheng, open_town, yucheng

ACCOUNT = lease_of(NAME, BOT)
SECONDS = 10


@dataclass(kw_only=True)
class Process:
    """The town's service, and what it may do."""

    here: Yucheng
    tenure: Lent

    @property
    def service(self) -> Service:
        return self.here.town.service

    @property
    def said(self) -> int:
        """How many messages of ours stand in all chats."""
        return sum(len(messages) for messages in self.here.town.network.chats.values())

    async def inbox(self) -> list[InboxRow]:
        now = self.here.town.clock.now()
        return list(await self.here.town.keep(lambda uow: uow.store(Inbox).pending(now, 10)))

    async def states(self) -> dict[str, tuple[State, str]]:
        parts = await Watch(self.service, SmallMachine()).readiness()
        return {part.name: (part.state, part.hint) for part in parts}


@pytest.fixture
async def process(database: OpenDatabase) -> Process:
    town, tenure = open_town(database), Lent()
    setup = town.service.setup
    service = Service(database=database, setup=setup, channels=[town.network], clock=town.clock, tenure=tenure)
    return Process(here=await yucheng(replace(town, service=service)), tenure=tenure)


async def until(what: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS):
        while not what():  # noqa: ASYNC110 - it happens in another thread
            await asyncio.sleep(0.01)


async def test_how_far_an_account_has_received_is_for_its_holder_to_say(process: Process) -> None:
    door, network = process.service.door, process.here.town.network
    network.events["a call"] = ()
    process.tenure.taken.add(ACCOUNT)

    with pytest.raises(LeaseLost):
        await door.receive(network, [Raw(key="m:1", lane="1", payload="a call")], cursor="7")

    assert await door.cursor(NAME, BOT) is None
    assert await process.inbox() == []
    assert door.is_open(network)
    process.tenure.lapsed.add(ACCOUNT)
    assert not door.is_open(network)


async def test_a_turn_waits_for_the_holder_and_is_never_parked(process: Process) -> None:
    working = asyncio.create_task(process.service.intake.run())
    process.tenure.taken.add(ACCOUNT)
    saying = asyncio.create_task(process.here.wang.says("/report 3号楼路灯不亮"))

    await until(lambda: process.tenure.refusals > 0)
    (row,) = await process.inbox()
    process.tenure.taken.clear()

    await until(lambda: bool(process.here.group.messages))
    await saying
    working.cancel()
    assert row.attempts == 0


async def test_who_stood_still_does_not_send_what_it_had_in_hand(database: Database) -> None:
    world, tenure = carrying(database), Lent()
    lease = lease_of(world.network.name, world.network.bot)
    channels = {(world.network.name, world.network.bot): world.network}
    courier = Courier(database, channels, world.clock, on_trouble=world.hear, tenure=tenure)
    await put(database, post("The plumber comes at ten"))

    tenure.lapsed.add(lease)
    await courier.drain(5)
    said_while_lapsed = list(world.network.said)
    tenure.lapsed.clear()
    world.clock.move(60)
    await courier.drain(5)

    assert said_while_lapsed == []
    assert world.network.said == ["The plumber comes at ten"]


async def test_who_stood_still_starts_nothing_and_counts_no_try(database: Database) -> None:
    world, tenure = carrying(database), Lent()
    channels = {(world.network.name, world.network.bot): world.network}
    courier = Courier(database, channels, world.clock, on_trouble=world.hear, tenure=tenure)
    await put(database, post("The plumber comes at ten"))

    tenure.has_lapsed = True
    await courier.drain(5)

    (row,) = await waiting(database)
    assert world.network.said == []
    assert row.attempts == 0


async def test_what_was_sent_is_not_marked_by_who_was_replaced_meanwhile(database: Database) -> None:
    world, tenure = carrying(database), Lent()
    channels = {(world.network.name, world.network.bot): world.network}
    courier = Courier(database, channels, world.clock, on_trouble=world.hear, tenure=tenure)
    await put(database, post("The plumber comes at ten"))

    tenure.taken.add(lease_of(world.network.name, world.network.bot))
    await courier.drain(5)

    assert world.network.said == ["The plumber comes at ten"]
    assert len(await waiting(database)) == 1


async def test_what_time_makes_due_is_done_by_one_process(process: Process) -> None:
    await process.here.wang.says("/report 3号楼路灯不亮")
    said = process.said

    process.tenure.lapsed.add(CLOCKWORK)
    await process.here.town.passes(days=2)
    assert process.said == said
    assert await process.service.next_moment() is None

    process.tenure.lapsed.clear()
    await process.here.town.passes(minutes=1)
    assert process.said > said


async def test_figures_say_who_acts_for_what(process: Process) -> None:
    process.tenure.lapsed.add(CLOCKWORK)

    metrics = await Watch(process.service, SmallMachine()).metrics()

    (held,) = [metric for metric in metrics if metric.name == "huying_lease_held"]
    assert held.values == [({"lease": f"{NAME}/{BOT}"}, True), ({"lease": CLOCKWORK}, False)]


async def test_who_stands_by_is_ready_and_says_who_holds_what(process: Process) -> None:
    held = await process.states()
    process.tenure.lapsed |= {ACCOUNT, CLOCKWORK}
    standing_by = await process.states()
    process.tenure.holder = None
    held_by_nobody = await process.states()

    assert held[ACCOUNT] == (State.OK, "held here")
    assert standing_by[ACCOUNT] == standing_by[CLOCKWORK] == (State.OK, "held by web2")
    assert held_by_nobody[ACCOUNT] == (State.BAD, "held by nobody")
