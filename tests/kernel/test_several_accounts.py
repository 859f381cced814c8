"""Several accounts of ours on one network, a bot for each street: each has its own groups and its own private chats."""

from dataclasses import dataclass, replace

import pytest

from bot.community import Place, PlaceKind, Role
from bot.messages import BotRemoved, Private
from bot.service import Service
from bot.stores import People
from storage.engine import OpenDatabase
from tests.network import NAME, Network
from tests.town import GroupChat, Somebody, Town, open_town


@dataclass(kw_only=True)
class Street:
    """One street with its bot: a community, its group, its worker and a resident."""

    town: Town
    community: Place
    group: GroupChat
    worker: Somebody
    resident: Somebody


async def street(town: Town, name: str) -> Street:
    community = await town.place(PlaceKind.COMMUNITY, name)
    grid = await town.place(PlaceKind.GRID, f"{name}第一网格", community)
    await town.place(PlaceKind.BUILDING, "3号楼", community, grid=grid.id)
    group = await town.group(f"{name}邻里群", grid)
    worker = await town.official(f"{name}网格员", Role.WORKER, grid, group, started=False)
    return Street(town=town, community=community, group=group, worker=worker, resident=town.resident("王芳", group))


@pytest.fixture
async def streets(database: OpenDatabase) -> tuple[Street, Street]:
    """North, whose bot is the first of the config, and south."""
    return await two_streets(database)


async def two_streets(database: OpenDatabase, *, opens: bool = False) -> tuple[Street, Street]:
    town = open_town(database)
    north, south = Network(bot="north"), Network(bot="south")
    setup = replace(
        town.service.setup,
        bots={NAME: "north"},
        accounts=frozenset({(NAME, "north"), (NAME, "south")}),
        opens_private=frozenset({NAME} if opens else ()),
    )
    service = Service(database=database, setup=setup, channels=[north, south], clock=town.clock)
    return (
        await street(replace(town, service=service, network=north), "北街"),
        await street(replace(town, service=service, network=south), "南街"),
    )


async def test_each_group_is_answered_by_its_own_bot_alone(streets: tuple[Street, Street]) -> None:
    north, south = streets

    await south.resident.says("/report 3号楼路灯不亮")

    assert "路灯不亮" in south.group.card
    assert not north.town.network.chats


async def test_a_worker_is_written_to_by_the_bot_at_which_he_pressed_start(streets: tuple[Street, Street]) -> None:
    north, south = streets
    await south.worker.tells_the_bot("/start")

    await south.resident.says("/report 3号楼路灯不亮")

    assert any("路灯不亮" in words for words in south.worker.inbox)
    assert not north.town.network.private(south.worker.account.id)


async def test_whoever_writes_to_another_bot_is_written_to_there_from_then_on(streets: tuple[Street, Street]) -> None:
    north, south = streets
    await south.worker.tells_the_bot("/start")
    await replace(south.worker, town=north.town).tells_the_bot("/start")

    await south.resident.says("/report 3号楼路灯不亮")

    shown = [message.text for message in north.town.network.private(south.worker.account.id)]
    assert any("路灯不亮" in words for words in shown)


async def test_who_was_never_met_is_written_to_by_the_bot_of_the_group_it_is_about(database: OpenDatabase) -> None:
    north, south = await two_streets(database, opens=True)

    await south.resident.says("/report 3号楼路灯不亮")

    assert any("路灯不亮" in words for words in south.worker.inbox)
    assert not north.town.network.chats


async def test_who_blocks_one_bot_still_hears_the_other(streets: tuple[Street, Street]) -> None:
    north, south = streets
    await replace(south.worker, town=north.town).tells_the_bot("/start")
    await south.worker.tells_the_bot("/start")

    chat = north.town.network.chat_at(Private(bot="north", account=south.worker.account))
    gone = BotRemoved(key="u:1", chat=chat, sender=south.worker.sender, at=north.town.clock.now(), is_private=True)
    await north.town.happens(gone)

    person = await north.town.keep(lambda uow: uow.store(People).by_account(south.worker.account))
    assert person is not None
    assert person.reachable == {south.worker.account}


async def test_a_group_that_two_bots_are_in_is_answered_by_the_one_it_is_bound_through(
    streets: tuple[Street, Street],
) -> None:
    """LESSONS 35: several bots, the same person."""
    north, south = streets
    chat = replace(south.group.chat, bot="north")
    beside = replace(south.resident, town=north.town, group=GroupChat(town=north.town, chat=chat))

    await south.resident.says("/report 3号楼路灯不亮")
    await beside.says("/report 3号楼路灯不亮")

    assert "路灯不亮" in south.group.card
    assert not north.town.network.chats
