"""Whatever fails on the way out: nothing is lost, nothing loops, nobody else waits."""

import asyncio
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from bot.community import ChatRef, Group
from bot.lanes import Item
from bot.ports import Database, Outcome, Reason, SendResult, UnitOfWork
from bot.stores import Groups
from tests.kernel.courier_fixtures import Carrying, carrying, dead_letters
from tests.kernel.scripted import (
    GROUP,
    OTHER,
    PLAIN,
    UNCERTAIN,
    card,
    post,
    put,
    refused,
    waiting,
)

AWAY = SendResult(outcome=Outcome.RETRY, reason=Reason.NETWORK)


async def test_an_unreachable_network_gets_it_later(database: Database) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[AWAY] * 5)

    await world.carry(post("Hello"), post("Are you there?"))
    for seconds in (2, 3, 5, 9, 18):
        await world.after(seconds)

    assert world.network.said == ["Hello"] * 6 + ["Are you there?"]


async def test_an_edit_whose_end_is_unknown_is_simply_made_again_case_16(database: Database) -> None:
    world = carrying(database)
    await world.carry(card("#1 new"))
    world.network.answer(GROUP, UNCERTAIN, UNCERTAIN, UNCERTAIN)

    await world.carry(card("#1 solved"))
    for seconds in (2, 3, 5):
        await world.after(seconds)

    assert world.network.said == ["#1 new", *["m1: #1 solved"] * 4]
    assert await waiting(database) == []


async def test_a_network_that_deduplicates_gets_the_same_key_again_case_36(database: Database) -> None:
    world = carrying(database, replace(PLAIN, deduplicates=True))
    world.network.answer(GROUP, UNCERTAIN, UNCERTAIN)

    await world.carry(post("Hello"))
    await world.after(2)
    await world.after(3)

    assert world.network.onces == ["once Hello"] * 3


async def test_a_post_whose_end_stays_unknown_ends_as_a_dead_letter_case_16(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[UNCERTAIN] * 9)

    await world.carry(post("Hello"), post("Next"))
    for seconds in (31, 121, 500):
        await world.after(seconds)

    assert world.network.said[:3] == ["Hello"] * 3
    assert dead_letters(tmp_path)[0] == "network"
    assert "Next" in world.network.said


async def test_after_a_long_outage_such_a_post_still_arrives(database: Database) -> None:
    world = carrying(database)
    world.network.ready = False
    world.network.answer(GROUP, *[UNCERTAIN] * 9)

    await world.carry(post("Hello"))
    for _ in range(9):
        await world.after(125)

    assert world.network.said == ["Hello"] * 10
    assert await waiting(database) == []


async def test_a_refused_message_is_a_dead_letter_and_the_next_one_leaves(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(Reason.MALFORMED))

    await world.carry(post("Odd"), post("Plain"))

    assert world.network.said == ["Odd", "Plain"]
    assert dead_letters(tmp_path) == ["malformed"]
    assert world.troubles == []


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.REMOVED, Reason.NO_RIGHT])
async def test_a_lost_chat_or_reader_is_reported_cases_12_and_13(
    database: Database, tmp_path: Path, reason: Reason
) -> None:
    world = carrying(database)
    world.network.answer(GROUP, refused(reason))

    await world.carry(post("Hello"))

    [(item, result)] = world.troubles
    assert item.id == 1
    assert result.reason == reason
    assert dead_letters(tmp_path) == [reason]


async def test_after_a_restart_a_chat_that_takes_words_again_gets_what_waited(database: Database) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[refused(Reason.REMOVED)] * 2)
    await world.carry(post("one"))
    await world.carry(post("two"))

    again = carrying(database)
    await again.carry(post("three"))

    assert again.network.said[0] == "three"
    assert sorted(again.network.said[1:]) == ["one", "two"]


async def test_a_moved_chat_is_followed_with_all_that_waits_case_11(database: Database) -> None:
    world = Following(database)
    world.network.answer(GROUP, replace(refused(Reason.MOVED), moved_to=OTHER))

    await world.carry(post("one"), post("two"), card("#1 new"))

    assert [order.to for order, _ in world.network.arrived] == [GROUP, OTHER, OTHER, OTHER]
    assert world.network.said == ["one", "one", "two", "#1 new"]
    assert len(world.troubles) == 1


class Following(Carrying):
    """Its kernel moves the group when the network says so."""

    async def hear(self, item: Item, result: SendResult) -> None:
        await super().hear(item, result)

        async def move(uow: UnitOfWork) -> None:
            groups = uow.store(Groups)
            await groups.save(Group(chat=GROUP, title="House 3"))
            if result.moved_to is not None:
                await groups.move(GROUP, result.moved_to)

        await self.database.write(move)


async def test_a_move_that_leads_nowhere_ends(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    world.network.answer(GROUP, *[replace(refused(Reason.MOVED), moved_to=OTHER)] * 9)

    await world.carry(post("Hello"))

    assert len(world.network.arrived) == 4
    assert dead_letters(tmp_path) == ["moved"]


async def test_trouble_that_the_kernel_cannot_deal_with_stops_nothing(database: Database, tmp_path: Path) -> None:
    world = Helpless(database)
    world.network.answer(GROUP, refused(Reason.REMOVED))

    await world.carry(post("Hello"), post("other", OTHER))

    assert dead_letters(tmp_path) == ["removed"]
    assert "other" in world.network.said


class Helpless(Carrying):
    async def hear(self, item: Item, result: SendResult) -> None:
        raise LookupError(item.id, result.reason)


async def test_a_bug_of_an_adapter_costs_that_row_alone(database: Database, tmp_path: Path) -> None:
    world = carrying(database)
    poison = ChatRef("net", "9", "house-3", "topic")
    world.network.answer(poison, *[ZeroDivisionError()] * 9)

    await world.carry(post("Poison", poison), post("Plain"), post("Other", OTHER))
    early = sorted(world.network.said)
    for seconds in (7, 25, 90, 330):
        await world.after(seconds)

    assert early == ["Other", "Plain", "Poison"]
    assert world.network.said.count("Poison") == 5
    assert dead_letters(tmp_path) == ["fault"]


async def test_a_failure_is_told_without_words_and_names(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    world = carrying(database)
    world.network.answer(GROUP, replace(refused(Reason.MALFORMED), detail="cannot parse Wang's words"))

    with caplog.at_level(logging.DEBUG, logger="bot"):
        await world.carry(post("Wang's tap drips"))

    assert "reason=malformed" in caplog.text
    assert "Wang" not in caplog.text


async def test_several_failures_at_once_keep_everything(database: Database) -> None:
    world = carrying(database)
    chats = [ChatRef("net", "9", str(number)) for number in range(30)]
    failures: list[SendResult | Exception] = [AWAY, UNCERTAIN, ValueError()]
    for number, chat in enumerate(chats):
        world.network.answer(chat, failures[number % 3])
    await put(database, *(post(f"{chat.chat}", chat) for chat in chats), *(card("#1", chat) for chat in chats))

    await world.courier.drain(5)
    await asyncio.gather(world.after(60), world.courier.drain(5))

    arrived = {(order.to, words) for (order, _), words in zip(world.network.arrived, world.network.said, strict=True)}
    assert arrived == {(chat, words) for chat in chats for words in (chat.chat, "#1")}
    assert await waiting(database) == []
