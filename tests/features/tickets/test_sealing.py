"""`[matrix] relay = false`: what is said in an encrypted room is not told on another network."""

from dataclasses import replace

import pytest

from bot.community import Account, ChatRef, Group, Role
from bot.features.tickets import views as tickets
from bot.messages import AttachmentKind, Command, IncomingMessage, Sender
from bot.ports import Raw, UnitOfWork
from bot.service import Service
from bot.stores import Groups, People
from bot.turn import Turn
from storage.engine import OpenDatabase
from tests.network import BOT, NAME, Network, Shown
from tests.town import Somebody, Yucheng, open_town, yucheng

ELSEWHERE = "other"


@pytest.fixture
async def here(database: OpenDatabase) -> Yucheng:
    """The town's network keeps the words of encrypted rooms; on the other one the worker 李明 reads in private."""
    town = open_town(database)
    other = Network(name=ELSEWHERE, bot="their_bot")
    setup = replace(
        town.service.setup,
        bots={NAME: BOT, ELSEWHERE: other.bot},
        accounts=frozenset({(NAME, BOT), (ELSEWHERE, other.bot)}),
        opens_private=frozenset({ELSEWHERE}),
        sealing=frozenset({(NAME, BOT)}),
    )
    service = Service(database=database, setup=setup, channels=[town.network, other], clock=town.clock)
    made = await yucheng(replace(town, service=service))
    await encrypt(made)
    await has_account_elsewhere(made, made.li)
    return made


async def encrypt(here: Yucheng) -> None:
    group = Group(chat=here.group.chat, title="御城一区邻里群", place=here.grid.id, hears=True, encrypted=True)
    await here.town.keep(lambda uow: uow.store(Groups).save(group))


async def has_account_elsewhere(here: Yucheng, somebody: Somebody, *, also_here: bool = False) -> None:
    theirs = Account(ELSEWHERE, somebody.account.id)
    kept = (somebody.account,) if also_here else ()

    async def work(uow: UnitOfWork) -> None:
        people = uow.store(People)
        known = await people.by_account(somebody.account) or await people.by_account(theirs)
        assert known is not None
        accounts = (theirs, *kept)
        await people.save(replace(known, accounts=accounts, reachable=frozenset(accounts)))

    await here.town.keep(work)


def read_elsewhere(here: Yucheng) -> list[Shown]:
    """All that anybody reads on the other network."""
    return [message for chat in other_network(here).chats.values() for message in chat]


def other_network(here: Yucheng) -> Network:
    channel = here.town.service.channels[ELSEWHERE, "their_bot"]
    assert isinstance(channel, Network)
    return channel


def words_elsewhere(here: Yucheng) -> str:
    return "\n".join(text for message in read_elsewhere(here) for text in message.texts)


async def test_a_worker_elsewhere_reads_number_building_and_kind_and_can_accept(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼2单元路灯不亮,老人不敢下楼")

    (task,) = read_elsewhere(here)
    assert task.text.startswith("#1 御城一区3号楼2单元 · 城建设施(等接单)")
    assert "路灯" not in task.text
    assert "老人" not in task.text
    assert "王芳" not in task.text
    assert task.labels[0][0] == "接单"


async def test_in_the_room_itself_the_card_stands_and_the_board_reads_only_the_kind(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    assert here.group.card.startswith("#1")
    assert "城建设施" in here.group.card


async def test_what_the_caller_adds_stays_there_too(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.says("孩子昨晚在这里摔了一跤", to=here.group.messages[0])

    assert "摔了一跤" not in words_elsewhere(here)
    assert "王芳" not in words_elsewhere(here)


async def test_a_photo_of_the_room_is_not_shown_elsewhere(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await here.wang.shows("", AttachmentKind.PHOTO, to=here.group.messages[0])
    await here.town.settle()

    assert all(message.file is None and message.point is None for message in read_elsewhere(here))
    assert all(message.texts for message in read_elsewhere(here))


async def test_a_worker_with_an_account_there_is_written_to_there(here: Yucheng) -> None:
    await has_account_elsewhere(here, here.li, also_here=True)

    await here.wang.says("/report 3号楼路灯不亮")

    assert any("路灯不亮" in words for words in here.li.inbox)
    assert read_elsewhere(here) == []


async def test_an_emergency_elsewhere_says_that_it_is_one(here: Yucheng) -> None:
    await here.wang.says("3号楼楼道里煤气味很大")

    assert any("急事" in message.text for message in read_elsewhere(here))
    assert "煤气味" not in words_elsewhere(here)


async def test_a_line_that_may_be_a_call_is_not_quoted_elsewhere(here: Yucheng) -> None:
    await here.wang.says("3号楼二单元的灯又不亮了,有没有人管")

    (asked,) = read_elsewhere(here)
    assert "又不亮" not in asked.text
    assert asked.labels != []


async def test_a_private_chat_there_counts_as_encrypted(here: Yucheng) -> None:
    await here.wang.tells_the_bot("4号楼路灯不亮")

    assert len(read_elsewhere(here)) == 1
    assert "路灯" not in words_elsewhere(here)


async def test_a_room_that_is_not_encrypted_keeps_nothing_back(here: Yucheng) -> None:
    sun = here.town.resident("孙丽", here.big_group)

    await sun.says("/report 4号楼路灯不亮")

    assert "路灯不亮" in words_elsewhere(here)


async def test_a_room_that_is_encrypted_later_keeps_its_words_from_then_on(here: Yucheng) -> None:
    """PLATFORMS 41: encryption may be switched on at any time."""
    sun = here.town.resident("孙丽", here.big_group)
    said = IncomingMessage(
        key="m:later",
        chat=here.big_group.chat,
        id="later",
        sender=sun.sender,
        at=here.town.clock.now(),
        text="/report 4号楼路灯不亮",
        command=Command(name="report", words="4号楼路灯不亮"),
        encrypted=True,
    )

    await here.town.happens(said)

    assert len(read_elsewhere(here)) == 1
    assert "路灯" not in words_elsewhere(here)


async def test_what_the_worker_elsewhere_does_is_read_in_the_room(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    await says_elsewhere(here, "/done 1 灯泡换好了")

    assert any("灯泡换好了" in words for words in here.group.texts)
    assert "路灯" not in words_elsewhere(here)
    assert "灯泡换好了" in words_elsewhere(here) or "办好了" in words_elsewhere(here)


async def test_what_the_worker_elsewhere_asks_for_lists_no_words(here: Yucheng) -> None:
    await here.wang.says("/report 3号楼路灯不亮")

    for asked in ("/tasks", "/status 1", "/why 1", "/file 1"):
        await says_elsewhere(here, asked)

    assert "路灯" not in words_elsewhere(here)
    assert "王芳" not in words_elsewhere(here)


async def test_a_department_elsewhere_is_called_without_the_callers_words(here: Yucheng) -> None:
    patrol = await here.town.official("城管中队", Role.DEPARTMENT, here.community)
    await has_account_elsewhere(here, patrol)
    await here.wang.says("/report 3号楼路灯不亮,老人不敢下楼")

    await says_elsewhere(here, "/whistle 1 城管中队 请看一下线路")

    assert sum("请看一下线路" in message.text for message in read_elsewhere(here)) >= 1
    assert "路灯" not in words_elsewhere(here)
    assert "王芳" not in words_elsewhere(here)


async def test_an_alarm_that_rings_again_quotes_nothing_elsewhere(here: Yucheng) -> None:
    await here.wang.says("3号楼楼道煤气味很大,快来人")

    await here.town.passes(minutes=30)

    assert len(read_elsewhere(here)) > 1
    assert "煤气味" not in words_elsewhere(here)


async def test_the_digest_elsewhere_names_only_the_kind(here: Yucheng) -> None:
    await has_account_elsewhere(here, here.zhao)
    await here.wang.says("/report 3号楼路灯不亮")

    await here.town.passes(hours=30)

    assert len(read_elsewhere(here)) > 1
    assert "路灯" not in words_elsewhere(here)
    assert "王芳" not in words_elsewhere(here)


async def test_what_everybody_may_read_is_only_the_kind(here: Yucheng) -> None:
    """The board, its search, lists, exports and other programs read these words."""
    await here.wang.says("/report 3号楼路灯不亮")
    seen: list[str] = []

    async def look(turn: Turn) -> None:
        found = await tickets.find(turn, 1)
        seen.append(found.public_words if found else "")

    await here.town.acts(look)
    assert seen == ["城建设施"]


async def says_elsewhere(here: Yucheng, words: str) -> None:
    """李明 says it to the bot on the other network."""
    town, number = here.town, next(here.town.numbers)
    other = other_network(here)
    name, _, rest = words.removeprefix("/").partition(" ")
    event = IncomingMessage(
        key=f"m:{number}",
        chat=ChatRef(ELSEWHERE, other.bot, here.li.account.id),
        id=str(number),
        sender=Sender(account=Account(ELSEWHERE, here.li.account.id), name="李明"),
        at=town.clock.now(),
        text=words,
        is_private=True,
        command=Command(name=name, words=rest),
    )
    other.events[str(number)] = (event,)
    await town.service.door.receive(other, [Raw(key=event.key, lane=event.chat.chat, payload=str(number))])
    await town.settle()
