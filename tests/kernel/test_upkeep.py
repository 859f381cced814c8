"""`huying inbox` and `huying outbox`: listed without words, retried and dropped."""

from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import _parser
from bot.community import Account
from bot.messages import OutgoingMessage, Private
from bot.ports import Raw
from bot.richtext import plain
from bot.stores import Inbox
from bot.turn import Turn
from bot.upkeep import Upkeep
from tests.network import BOT, NAME
from tests.town import MORNING, Somebody, Town


@dataclass
class Terminal:
    """Somebody at the terminal beside a service."""

    town: Town
    lines: list[str] = field(default_factory=list)

    async def types(self, command: str) -> bool:
        self.lines.clear()
        given = _parser().parse_args(command.split())
        upkeep = Upkeep(self.town.database, self.town.clock, ZoneInfo("Asia/Shanghai"), self.lines.append)
        ask = upkeep.inbox if given.command == "inbox" else upkeep.outbox
        is_good = await ask(given.action, vars(given).get("which"))
        await self.town.settle()
        return is_good


@pytest.fixture
def terminal(town: Town) -> Terminal:
    return Terminal(town=town)


async def park(town: Town, *keys: str) -> None:
    rows = [Raw(key=key, lane="-1", payload="the lamp is out") for key in keys]
    await town.database.write(lambda uow: uow.store(Inbox).add("gone", "bot", rows, MORNING))
    await town.settle()


async def lose_an_answer(town: Town) -> Somebody:
    wang = town.resident("王芳")
    town.network.unreachable.add(Private(bot=BOT, account=wang.account))
    await wang.tells_the_bot("/whoami")
    return wang


async def test_nothing_parked_is_said(terminal: Terminal) -> None:
    assert await terminal.types("inbox")

    assert terminal.lines == ["nothing is parked"]


async def test_parked_rows_are_listed_without_their_words(terminal: Terminal) -> None:
    await park(terminal.town, "m:1")

    await terminal.types("inbox")

    header, row, hint = terminal.lines
    assert header.split() == ["id", "channel", "received", "tries", "next", "try", "reason"]
    assert row.split() == ["1", "gone", "2026-11-26", "10:00:00", "1", "by", "hand", "AccountGone"]
    assert "retry" in hint


async def test_a_row_is_dropped_by_its_number_and_only_once(terminal: Terminal) -> None:
    await park(terminal.town, "m:1", "m:2")

    assert await terminal.types("inbox drop 1")
    assert terminal.lines == ["1 parked row: dropped"]
    assert not await terminal.types("inbox drop 1")
    assert terminal.lines == ["there is no parked row 1"]
    await terminal.types("inbox")
    assert len(terminal.lines) == 3


async def test_all_rows_are_retried(terminal: Terminal) -> None:
    await park(terminal.town, "m:1", "m:2")

    assert await terminal.types("inbox retry all")
    assert terminal.lines == ["2 parked rows: have another turn now"]

    await terminal.types("inbox")
    assert [line.split()[4] for line in terminal.lines[1:3]] == ["2", "2"]


async def test_the_outbox_tells_what_never_left_and_why(terminal: Terminal) -> None:
    wang = await lose_an_answer(terminal.town)

    await terminal.types("outbox")

    waiting, header, row, _ = terminal.lines
    assert waiting == "nothing waits to leave"
    assert header.split() == ["id", "channel", "to", "about", "died", "tries", "reason"]
    assert row.split() == ["1", NAME, "private", wang.account.id, "-", "2026-11-26", "10:00:00", "1", "unreachable"]


async def test_a_dead_letter_leaves_when_it_is_retried(terminal: Terminal) -> None:
    wang = await lose_an_answer(terminal.town)
    terminal.town.network.unreachable.clear()

    assert await terminal.types("outbox retry all")

    assert terminal.lines == ["1 dead letter: leave once more"]
    (answer,) = wang.inbox
    assert "王芳" in answer
    await terminal.types("outbox")
    assert terminal.lines == ["nothing waits to leave", "no dead letters"]


async def test_what_waits_is_told_with_its_age(terminal: Terminal) -> None:
    town = terminal.town
    to = Private(bot="1", account=Account("elsewhere", "7"))

    async def say(turn: Turn) -> None:
        turn.outbox.post(to, OutgoingMessage(text=plain("hello")))

    await town.service.act(say)
    town.clock.at += timedelta(hours=2)

    await terminal.types("outbox")

    assert terminal.lines[0] == "elsewhere 1: 1 waiting to leave, the oldest for 2 h"


@pytest.mark.parametrize("words", ["inbox retry", "inbox retry first", "outbox drop -1", "inbox forget 3"])
def test_what_is_not_understood_is_refused(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        _parser().parse_args(words.split())

    assert "huying" in capsys.readouterr().err
