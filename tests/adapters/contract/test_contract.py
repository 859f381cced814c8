"""What every network keeps to, whatever else it can do: Telegram, Matrix, the local chat and the fake of the tests.

A new channel adds itself to `sides.py` and here to `NETWORKS`; docs/adding-a-channel.md says how.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.community import Account
from bot.messages import Button, Gesture, OutgoingMessage
from bot.orders import Delete, Edit, Post, React, Toast
from bot.ports import Outcome, Reason, SendResult
from bot.richtext import Bold, Mention, Plain, plain, words_of
from storage.engine import OpenDatabase
from tests.adapters.contract import sides
from tests.adapters.contract.sides import Side, sent, until
from tests.servers.synapse import Synapse
from tests.servers.telegram.server import BotApiServer

NETWORKS = ("fake", "web", "on_telegram", pytest.param("on_matrix", marks=pytest.mark.synapse))


@pytest.fixture
async def fake() -> AsyncIterator[Side]:
    async with sides.fake() as made:
        yield made


@pytest.fixture
async def web(database: OpenDatabase) -> AsyncIterator[Side]:
    async with sides.web(database) as made:
        yield made


@pytest.fixture
async def on_telegram(telegram: BotApiServer) -> AsyncIterator[Side]:
    async with sides.telegram(telegram) as made:
        yield made


@pytest.fixture
async def on_matrix(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Side]:
    async with sides.matrix(synapse, tmp_path) as made:
        yield made


@pytest.fixture(params=NETWORKS)
def side(request: pytest.FixtureRequest) -> Side:
    made: Side = request.getfixturevalue(request.param)
    return made


def message(words: str, *buttons: Button) -> OutgoingMessage:
    return OutgoingMessage(text=plain(words), buttons=(buttons,) if buttons else ())


async def posted(side: Side, words: str, once: str = "one") -> SendResult:
    result = await sent(side, Post(to=side.group, message=message(words)), once)
    assert result.outcome is Outcome.OK, result
    return result


async def test_a_post_is_read_and_has_a_name_by_which_it_is_edited_and_taken_away(side: Side) -> None:
    card = await posted(side, "#1 灯不亮")
    await until(lambda: _reads(side, ["#1 灯不亮"]))
    assert card.remote is not None
    assert card.chat == side.group

    edited = await sent(side, Edit(to=side.group, remote=card.remote, message=message("#1 修好了")), "two")
    again = await sent(side, Edit(to=side.group, remote=card.remote, message=message("#1 修好了")), "three")
    assert (edited.outcome, again.outcome) == (Outcome.OK, Outcome.OK)
    await until(lambda: _reads(side, ["#1 修好了"]))

    assert (await sent(side, Delete(to=side.group, message=card.remote), "four")).outcome is Outcome.OK
    await until(lambda: _reads(side, []))


async def test_what_is_not_there_is_gone(side: Side) -> None:
    card = await posted(side, "#1 灯不亮")
    assert card.remote is not None
    await sent(side, Delete(to=side.group, message=card.remote), "two")
    await until(lambda: _reads(side, []))

    result = await sent(side, Edit(to=side.group, remote=card.remote, message=message("#1 修好了")), "three")

    assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.GONE)


async def test_words_of_people_are_never_markup_and_a_name_is_a_name(side: Side) -> None:
    text = (Bold("#1"), Plain(" <b>*_[x](y)_*</b> & "), Mention("王芳", Account(side.channel.name, "1001")))

    await sent(side, Post(to=side.group, message=OutgoingMessage(text=text)), "one")

    await until(lambda: _reads(side, [words_of(text)]))


async def test_more_than_one_message_holds_arrives_whole(side: Side) -> None:
    words = "。".join(f"第{number}句" for number in range(side.channel.capabilities.text_length // 4))

    await posted(side, words)

    async def is_whole() -> bool:
        return "".join(await side.reads()).replace("\n", "") == words

    await until(is_whole)


async def test_the_same_once_makes_one_message_where_the_network_promises_it(side: Side) -> None:
    if not side.channel.capabilities.deduplicates:
        await posted(side, "#1")
        return
    first, second = await posted(side, "#1"), await posted(side, "#1")

    assert first.remote == second.remote
    await until(lambda: _reads(side, ["#1"]))


async def test_buttons_signs_and_toasts_leave_nobody_stuck(side: Side) -> None:
    said = await side.says("3号楼路灯不亮")
    card = Post(to=side.group, message=message("#1", Button(label="接单", action="tasks.claim", value="1")))

    outcomes = [
        (await sent(side, card, "one")).outcome,
        (await sent(side, React(to=side.group, message=said, gesture=Gesture.HEARD), "two")).outcome,
        (await sent(side, React(to=side.group, message=said, gesture=None), "three")).outcome,
    ]
    toast = await sent(side, Toast(to=side.group, press="a press of long ago", text="好"), "four")

    assert outcomes == [Outcome.OK] * 3
    assert toast.outcome is not Outcome.RETRY


async def test_what_a_resident_says_comes_with_who_where_and_a_key_of_its_own(side: Side) -> None:
    first = await side.hears(await side.says("3号楼路灯不亮"))
    second = await side.hears(await side.says("3号楼路灯不亮"))

    assert first.text == second.text == "3号楼路灯不亮"
    assert first.chat == second.chat == side.group
    assert first.sender == second.sender
    assert first.sender.account.channel == side.channel.name
    assert first.key != second.key
    assert not first.is_private


async def test_somebody_who_never_wrote_to_us_is_unreachable_or_invited(side: Side) -> None:
    result = await sent(side, Post(to=side.stranger, message=message("您好")), "one")

    if result.outcome is Outcome.OK:
        assert side.channel.capabilities.opens_private
    else:
        assert (result.outcome, result.reason) == (Outcome.PERMANENT, Reason.UNREACHABLE)


async def test_it_names_itself_and_says_whether_it_is_ready(side: Side) -> None:
    assert (side.channel.name, side.channel.bot) == (side.group.channel, side.group.bot)
    assert isinstance(side.channel.is_ready(), bool)


async def _reads(side: Side, wanted: list[str]) -> bool:
    return list(await side.reads()) == wanted
