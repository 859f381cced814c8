"""What becomes of a message whose turn fails."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.backlog import Parked, ParkedRow
from bot.community import ChatRef
from bot.feature import Feature, command
from bot.intake import RETRIES
from bot.messages import Command, IncomingMessage
from bot.ports import Raw
from bot.service import Service
from bot.stores import Inbox, Outgoing
from bot.trace import trace_in, trace_of
from bot.turn import Turn
from storage.engine import OpenDatabase
from tests.network import BOT, NAME
from tests.town import MORNING, Somebody, Town, open_town


@dataclass
class Stumbling:
    """A town that has a command which fails as long as `is_broken`."""

    town: Town
    wang: Somebody
    tries: int = 0
    is_broken: bool = True

    async def stumble(self, turn: Turn, words: str) -> None:
        """`/stumble`: the bug."""
        self.tries += 1
        if self.is_broken:
            raise KeyError(words)
        turn.answer("cancel.done")

    async def parked(self) -> list[ParkedRow]:
        return list(await self.town.database.read(lambda uow: uow.store(Parked).rows(10)))

    async def waits(self, pause: timedelta) -> None:
        self.town.clock.at += pause
        await self.town.settle()


@pytest.fixture
async def here(database: OpenDatabase) -> Stumbling:
    town = open_town(database)
    here = Stumbling(town=town, wang=town.resident("王芳"))
    trap = Feature(name="trap", routes=(command("stumble", here.stumble),))
    setup = replace(town.service.setup, features=(*town.service.setup.features, trap))
    town.service = Service(database=database, setup=setup, channels=[town.network], clock=town.clock)
    return here


async def test_a_turn_that_fails_is_tried_again_with_growing_pauses_and_then_left_to_a_person(here: Stumbling) -> None:
    """LESSONS 38: nothing is stuck for ever."""
    await here.wang.tells_the_bot("/stumble over words")

    for number, pause in enumerate(RETRIES, 1):
        (row,) = await here.parked()
        assert (here.tries, row.attempts, row.retry_at) == (number, number, here.town.clock.at + pause)
        await here.waits(pause - timedelta(seconds=1))
        assert here.tries == number
        await here.waits(timedelta(seconds=1))
    await here.waits(timedelta(days=1))

    (row,) = await here.parked()
    assert here.tries == len(RETRIES) + 1
    assert (row.retry_at, row.reason) == (None, "KeyError")


async def test_one_line_says_that_it_failed_and_the_chat_goes_on(here: Stumbling) -> None:
    await here.wang.tells_the_bot("/stumble")
    await here.wang.tells_the_bot("/whoami")
    await here.waits(RETRIES[0])

    sorry, answer = here.wang.inbox
    assert "出了点岔子" in sorry
    assert "王芳" in answer


async def test_a_person_gives_it_another_turn(here: Stumbling) -> None:
    await here.wang.tells_the_bot("/stumble")
    for pause in RETRIES:
        await here.waits(pause)
    here.is_broken = False

    await here.town.database.write(lambda uow: uow.store(Parked).retry(None))
    await here.town.settle()

    assert here.wang.inbox[-1] == "好,不问了。"
    assert await here.parked() == []


async def test_one_more_try_by_hand_is_one_more_try(here: Stumbling) -> None:
    await here.wang.tells_the_bot("/stumble")
    for pause in RETRIES:
        await here.waits(pause)

    await here.town.database.write(lambda uow: uow.store(Parked).retry(None))
    await here.town.settle()
    await here.waits(timedelta(days=1))

    (row,) = await here.parked()
    assert (row.attempts, row.retry_at) == (len(RETRIES) + 2, None)
    assert len(here.wang.inbox) == 1


async def test_what_came_through_an_account_that_is_gone_waits_for_a_person(here: Stumbling) -> None:
    rows = [Raw(key="m:1", lane="-1", payload="17")]
    now = here.town.clock.at
    await here.town.database.write(lambda uow: uow.store(Inbox).add("fake", "old", rows, now))

    await here.town.settle()
    await here.wang.tells_the_bot("/whoami")

    (row,) = await here.parked()
    assert (row.bot, row.retry_at, row.reason) == ("old", None, "AccountGone")
    assert len(here.wang.inbox) == 1


async def test_a_live_run_acts_on_a_retry_within_two_seconds(here: Stumbling) -> None:
    await here.wang.tells_the_bot("/stumble")
    here.is_broken = False
    ended = asyncio.Event()
    here.town.service.intake.after_commit.append(ended.set)
    running = asyncio.create_task(here.town.service.run())

    await here.town.database.write(lambda uow: uow.store(Parked).retry(None))
    async with asyncio.timeout(2):
        await ended.wait()

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert (here.tries, await here.parked()) == (2, [])


async def test_what_leaves_carries_the_id_of_what_caused_it(here: Stumbling) -> None:
    town, chat = here.town, ChatRef(NAME, BOT, here.wang.account.id)
    asked = Command(name="whoami", words="")
    town.network.events["17"] = (
        IncomingMessage(
            key="m:1", chat=chat, id="1", sender=here.wang.sender, at=MORNING, text="", is_private=True, command=asked
        ),
    )
    await town.service.door.receive(town.network, [Raw(key="m:1", lane=chat.chat, payload="17")])
    (received,) = await town.database.read(lambda uow: uow.store(Inbox).pending(MORNING, 10))

    await town.service.intake.settle()

    (answer,) = await town.database.read(lambda uow: uow.store(Outgoing).waiting(MORNING, 10))
    assert trace_in(answer.once) == trace_of(received)
